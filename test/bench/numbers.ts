/** Numbers as the tables show them. */

export function ratio(time: number, one: number): string {
  const share = time / one;
  return share < 0.1 ? share.toFixed(3) : share.toFixed(2);
}

export function milliseconds(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
