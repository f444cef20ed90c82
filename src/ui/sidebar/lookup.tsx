import "./parts/styles.css";
import "./parts/form.css";
import "./lookup/styles.css";
import { render } from "preact";
import { LookupPage } from "./lookup/lookup-page.tsx";
import { scriptServer } from "./parts/server.ts";

const page = document.getElementById("app");
if (page) render(<LookupPage server={scriptServer()} />, page);
