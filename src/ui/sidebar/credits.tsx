import "./parts/styles.css";
import "./parts/form.css";
import "./credits/styles.css";
import { render } from "preact";
import { CreditsPage } from "./credits/credits-page.tsx";
import { scriptServer } from "./parts/server.ts";

const page = document.getElementById("app");
if (page) render(<CreditsPage server={scriptServer()} />, page);
