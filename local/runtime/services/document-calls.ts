import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { type CallContext, counted, type ServiceCall } from "../service.ts";

/** A call that looks at the document: what is queued goes before it (facts 5.8). */
export function documentRead(serve: (context: CallContext, args: never) => unknown): ServiceCall {
  return counted(NEEDS.readDocument, (context, args: never) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    return serve(context, args);
  });
}

/** A call that changes the document at once: what is queued goes before it. */
export function documentChange(serve: (context: CallContext, args: never) => unknown): ServiceCall {
  return counted(NEEDS.writeDocument, (context, args: never) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    return serve(context, args) ?? null;
  });
}
