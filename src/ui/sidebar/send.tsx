import "./parts/styles.css";
import "./parts/form.css";
import "./send/styles.css";
import { render } from "preact";
import { scriptServer } from "./parts/server.ts";
import { SendPage } from "./send/send-page.tsx";

const page = document.getElementById("app");
if (page) render(<SendPage server={scriptServer()} />, page);
