import type { Call, Reply } from "./call.ts";

/** A call that a server answers. In `path`, `:` stands for one segment of any text, handed on in order. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly answer: (call: Call, ...segments: string[]) => Reply;
}

export type RouteMatch =
  | { found: "route"; route: Route; segments: string[] }
  | { found: "other methods"; allow: string[] }
  | { found: "nothing" };

export function matchRoute(routes: readonly Route[], call: Call): RouteMatch {
  const allow: string[] = [];
  const parts = segmentsOf(call.path);
  for (const route of routes) {
    const segments = freeSegments(route.path.split("/"), parts);
    if (segments === undefined) continue;
    if (route.method === call.method) return { found: "route", route, segments };
    allow.push(route.method);
  }
  return allow.length > 0 ? { found: "other methods", allow } : { found: "nothing" };
}

function segmentsOf(path: string): string[] {
  return path
    .replace(/^\/|\/$/g, "")
    .split("/")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    });
}

/** What stands in the pattern's free places; undefined when the path is not of that pattern. */
function freeSegments(pattern: string[], parts: string[]): string[] | undefined {
  if (pattern.length !== parts.length) return undefined;
  const segments: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (pattern[index] === ":") segments.push(part);
    else if (pattern[index] !== part) return undefined;
  }
  return segments;
}
