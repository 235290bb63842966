/** What makes bytes no readable WSQ image; its words become the detail of a failure to acquire. */
export class WsqProblem extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'WsqProblem';
  }
}

export function need(condition: boolean, what: string): asserts condition {
  if (!condition) throw new WsqProblem(what);
}
