import "./parts/styles.css";
import "./parts/form.css";
import "./tables/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { TablesPage } from "./tables/tables-page.tsx";

const page = document.getElementById("app");
if (page) render(<TablesPage server={scriptServer()} />, page);
