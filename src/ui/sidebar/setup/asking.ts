/** What a key's card is asking the server for at this moment. */
export type Asking = "saving" | "testing" | "forgetting" | "sharing";
