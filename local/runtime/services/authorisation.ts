import { NEEDS } from "../access.ts";
import { GoogleError } from "../google-error.ts";
import { counted, free, type ServiceTable } from "../service.ts";
import type { World } from "../world.ts";

/** facts 3.5; what a person is told who has to grant something first. */
export const AUTHORISATION_REQUIRED = "Authorization is required to perform that action.";

/** Scopes of a list, the manifest's when there is none, parted by what a person has granted (granular consent). */
export function consent(
  { project, refusedScopes }: Pick<World, "project" | "refusedScopes">,
  user: string,
  scopes: readonly string[] | null = null,
): { granted: string[]; lacking: string[] } {
  const declared = project.manifest.oauthScopes ?? [];
  const refused = refusedScopes[user] ?? [];
  const has = (scope: string) => declared.includes(scope) && !refused.includes(scope);
  const asked = scopes ?? declared;
  return { granted: asked.filter(has), lacking: asked.filter((scope) => !has(scope)) };
}

/** May take Google a dialog: a call that can fail like any other. */
const requireScopes = counted(
  NEEDS.authorisation,
  ({ world, run }, { scopes }: { scopes: string[] | null }) => {
    if (consent(world, run.user, scopes).lacking.length > 0) throw new GoogleError(AUTHORISATION_REQUIRED);
    return null;
  },
);

export const authorisation: ServiceTable = {
  "ScriptApp.getAuthorizationInfo": free(
    NEEDS.authorisation,
    ({ world, run }, { scopes }: { scopes: string[] | null }) => consent(world, run.user, scopes),
  ),
  "ScriptApp.requireScopes": requireScopes,
  "ScriptApp.requireAllScopes": requireScopes,
  "ScriptApp.invalidateAuth": free(NEEDS.project, ({ world, run }) => {
    world.refusedScopes[run.user] = [...(world.project.manifest.oauthScopes ?? [])];
    return null;
  }),
};
