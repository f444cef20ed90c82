import "./parts/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { ProgressPage } from "./progress/progress-page.tsx";

const page = document.getElementById("app");
if (page) render(<ProgressPage server={scriptServer()} />, page);
