/** Who edits; the file's owner always may. */
export interface Person {
  readonly email: string;
  readonly isOwner: boolean;
}
