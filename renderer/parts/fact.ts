/** A line of a list of facts: what it is, and how it stands. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Of a machine: a path, an id, a hash, to be compared letter by letter. */
  readonly code?: boolean;
}
