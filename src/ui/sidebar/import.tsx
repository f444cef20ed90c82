import "./parts/styles.css";
import "./parts/form.css";
import { render } from "preact";
import { ImportPage } from "./import/import-page.tsx";
import { scriptServer } from "./parts/server.ts";

const page = document.getElementById("app");
if (page) render(<ImportPage server={scriptServer()} />, page);
