/** Tables as GitHub and npm show them. */

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Plain text inside a cell. */
export function cell(text: string): string {
  return text.replace(/[\\|*_<>[\]`]/g, '\\$&');
}

export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
