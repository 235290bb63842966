/**
 * Makes a value when it is first asked for, and the same one ever after. A promise that fails is
 * forgotten: the next one who asks may have more luck.
 */
export function once<Value>(make: () => Value): { (): Value; made(): Value | undefined } {
  let made: { readonly value: Value } | undefined;
  const get = (): Value => {
    if (made) return made.value;
    const fresh = { value: make() };
    made = fresh;
    if (fresh.value instanceof Promise) {
      fresh.value.catch(() => {
        if (made === fresh) made = undefined;
      });
    }
    return fresh.value;
  };
  return Object.assign(get, { made: () => made?.value });
}
