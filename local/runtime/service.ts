import type { Need } from "./access.ts";
import type { Running } from "./running.ts";
import type { World } from "./world.ts";

/** What a service call works with. */
export interface CallContext {
  /** The file that the call is about. */
  readonly world: World;
  /** The file that the execution is in. */
  readonly home: World;
  readonly run: Running;
  /** Google's name of the call: "Range.setValues". */
  readonly call: string;
}

/** One call of one service, on the host's side. */
export interface ServiceCall {
  readonly need: Need;
  /**
   * Counted calls cost modelled time, are reported, and can be killed or made to fail. Others are the stand-in's own
   * questions or such that Google answers without a trip to a server.
   */
  readonly counted: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: each call's arguments have the shape that its guest half sends
  serve(context: CallContext, args: any): unknown;
}

export type ServiceTable = Readonly<Record<string, ServiceCall>>;

/** A call that costs nothing and is not counted. */
export function free(need: Need, serve: ServiceCall["serve"]): ServiceCall {
  return { need, counted: false, serve };
}

export function counted(need: Need, serve: ServiceCall["serve"]): ServiceCall {
  return { need, counted: true, serve };
}
