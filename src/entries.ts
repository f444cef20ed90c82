import type { Resource } from "./core/resource.ts";
import { hunterResources } from "./hunter/resources.ts";
import { huntrResources } from "./huntr/resources.ts";

/** Every resource there is: menu, imports, formulas and help follow from this list. */
export const entries: readonly Resource[] = [...huntrResources, ...hunterResources];
