/** Short notes at the lower edge. What can be undone offers it here instead of asking before. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly detail?: string;
  readonly kind: 'done' | 'note' | 'failure';
  readonly undo?: () => void | Promise<void>;
}

/** Milliseconds a note stays; one with an undo stays longer, a failure until it is dismissed. */
const STAY_MS = { plain: 5_000, undo: 10_000 } as const;

let list = $state.raw<readonly Toast[]>([]);
let lastId = 0;

export const toasts = {
  get list(): readonly Toast[] {
    return list;
  },
};

export function toast(note: Omit<Toast, 'id' | 'kind'> & { readonly kind?: Toast['kind'] }): void {
  const { kind = 'done' } = note;
  lastId += 1;
  const id = lastId;
  // The same failure over and over is one failure.
  const others = list.filter(({ text, detail }) => text !== note.text || detail !== note.detail);
  list = [...others.slice(-3), { ...note, kind, id }];
  if (kind === 'failure') return;
  setTimeout(() => dismissToast(id), note.undo ? STAY_MS.undo : STAY_MS.plain);
}

export function dismissToast(id: number): void {
  list = list.filter((one) => one.id !== id);
}
