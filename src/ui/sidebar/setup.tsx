import "./parts/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { SetupPage } from "./setup/setup-page.tsx";

const page = document.getElementById("app");
if (page) render(<SetupPage server={scriptServer()} />, page);
