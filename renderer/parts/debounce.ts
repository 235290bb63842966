/** Calls it once nothing more comes for a while, with the last arguments. */
export function debounce<Arguments extends readonly unknown[]>(
  work: (...given: Arguments) => unknown,
  waitMs: number,
): (...given: Arguments) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), waitMs);
  };
}
