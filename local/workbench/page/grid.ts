/** Keys go to the cells again. */
export function focusGrid(): void {
  document.querySelector<HTMLElement>(".o-grid .o-composer, .o-grid [contenteditable]")?.focus();
}

/** The grid measures itself when the window changes; panels take room from it without that. */
export function gridSizeChanged(): void {
  dispatchEvent(new Event("resize"));
}
