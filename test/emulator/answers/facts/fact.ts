import type { Column } from '../../../../nodes/catalogue';
import type { Line } from '../../world/invoices';
import type { Value } from '../answer';
import type { Subject } from '../subject';

/**
 * What a column says about a subject. Undefined means that the subject has no such part, so that the value is made up
 * from the column's type; null means that the service would say null.
 */
export type Fact = (subject: Subject, column: Column) => Value | undefined;

/** Facts by column name in lower case with letters and digits only: `Employee ID`, `employee_id` and `EmployeeID` are one. */
export type Facts = Readonly<Record<string, Fact>>;

export function factName(column: string): string {
  return column.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The same fact under several names. */
export function named(names: string, fact: Fact): Facts {
  return Object.fromEntries(names.split(' ').map((name) => [name, fact]));
}

/** Cents of a subject's lines as an amount of money; undefined for a subject without lines. */
export function sum(subject: Subject, centsOf: (line: Line) => number): number | undefined {
  return subject.lines && subject.lines.reduce((total, line) => total + centsOf(line), 0) / 100;
}

export function count(subject: Subject, of: (line: Line) => number): number | undefined {
  return subject.lines?.reduce((total, line) => total + of(line), 0);
}

/** A number of a subject's own, or the sum over what a summary is made of; undefined where neither has it. */
export function ownOrTotal(subject: Subject, of: (subject: Subject) => number | undefined): number | undefined {
  const own = of(subject);
  if (own !== undefined || !subject.members) return own;
  const values = subject.members.map(of).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
}
