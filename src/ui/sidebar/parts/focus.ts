import { useRef } from "preact/hooks";

/**
 * Moves the keyboard's focus to a part by name: at once when the part with `ref={at(name)}` is on the page, else as
 * soon as it appears, as it does in place of one that had the focus.
 */
export function useFocus() {
  const parts = useRef(new Map<string, HTMLElement>()).current;
  const wanted = useRef<string | null>(null);
  return {
    moveTo(name: string): void {
      const part = parts.get(name);
      wanted.current = part ? null : name;
      part?.focus();
    },
    at:
      (name: string) =>
      (part: HTMLElement | null): void => {
        if (!part) {
          parts.delete(name);
          return;
        }
        parts.set(name, part);
        if (wanted.current !== name) return;
        wanted.current = null;
        part.focus();
      },
  };
}
