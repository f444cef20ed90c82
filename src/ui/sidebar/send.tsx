import "./parts/styles.css";
import "./tables/styles.css";
import "./send/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { SendPage } from "./send/send-page.tsx";

const page = document.getElementById("app");
if (page) render(<SendPage server={scriptServer()} />, page);
