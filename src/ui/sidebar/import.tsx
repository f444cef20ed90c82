import "./parts/styles.css";
import "./tables/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { ImportPage } from "./tables/import-page.tsx";

const page = document.getElementById("app");
if (page) render(<ImportPage server={scriptServer()} />, page);
