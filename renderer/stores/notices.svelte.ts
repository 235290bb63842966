/** What the engine tells unasked: it restarted, it fell back to the processor. */
let list = $state.raw<readonly { readonly id: number; readonly message: string }[]>([]);
let lastId = 0;

export const notices = {
  get list() {
    return list;
  },

  add(message: string): void {
    if (list.some((one) => one.message === message)) return;
    lastId += 1;
    list = [...list.slice(-2), { id: lastId, message }];
  },

  dismiss(id: number): void {
    list = list.filter((one) => one.id !== id);
  },
};
