/** Texts for SQL Server. */

/** As a literal, in any character set. */
export function unicode(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
