/** Drawn for this add-on on a grid of 16. */
const SHAPES = {
  ok: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.6 5.2-4.2 4.6a.7.7 0 0 1-1 0L4.3 8.7l1-1 1.6 1.6 3.7-4Z",
  error: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3.5h1.6v4.8H7.2Zm0 5.9h1.6V12H7.2Z",
  warning:
    "M8 1.2a.8.8 0 0 1 .7.4l6.2 11.6c.3.6-.1 1.3-.7 1.3H1.8c-.6 0-1-.7-.7-1.3L7.3 1.6a.8.8 0 0 1 .7-.4ZM7.2 5.8v4h1.6v-4Zm0 5v1.6h1.6v-1.6Z",
  info: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.8 3h1.6v1.6H7.2Zm0 2.8h1.6v4.7H7.2Z",
  shown:
    "M8 3C4.6 3 1.8 5 .6 8c1.2 3 4 5 7.4 5s6.2-2 7.4-5C14.2 5 11.4 3 8 3Zm0 8.3A3.3 3.3 0 1 1 8 4.7a3.3 3.3 0 0 1 0 6.6ZM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z",
  hidden:
    "M8 3C4.6 3 1.8 5 .6 8c1.2 3 4 5 7.4 5s6.2-2 7.4-5C14.2 5 11.4 3 8 3Zm0 8.3A3.3 3.3 0 1 1 8 4.7a3.3 3.3 0 0 1 0 6.6ZM2.6 1.2l-1 1 11.8 12.6 1-1Z",
  sheet:
    "M3 1.5h10A1.5 1.5 0 0 1 14.5 3v10a1.5 1.5 0 0 1-1.5 1.5H3A1.5 1.5 0 0 1 1.5 13V3A1.5 1.5 0 0 1 3 1.5ZM3 6v2.5h4V6Zm5.5 0v2.5H13V6ZM3 10v3h4v-3Zm5.5 0v3H13v-3Z",
};

export type IconName = keyof typeof SHAPES;

/** Always beside words, so that those who do not see it miss nothing. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} fill-rule="evenodd" />
    </svg>
  );
}
