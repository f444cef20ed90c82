/** Who paid, as it stands in the results: a run by what it does and its id, a formula by its name alone. */
export function payerOf({ what, id }: { readonly what: string; readonly id: string }): string {
  return `${what} (${id})`;
}

/** What `payerOf` made without the run's id, which tells nobody anything. */
export function titleOfPayer(payer: string): string {
  return payer.replace(/ \([^()]*\)$/, "");
}
