/** The links at the top of each page. */
export function navigation(): string {
  return '<nav><a href="/inbox">Inbox</a><a href="/database">Database</a></nav>';
}
