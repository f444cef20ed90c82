import "./parts/styles.css";
import { render } from "preact";
import { SetupPage } from "./keys/setup-page.tsx";
import { scriptServer } from "./parts/server.ts";

const page = document.getElementById("app");
if (page) render(<SetupPage server={scriptServer()} />, page);
