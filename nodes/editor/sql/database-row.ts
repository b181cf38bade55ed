/** The row of the database node: how it must be set, whether the one behind is, and a button that adds one. */
import type { SqlDatabase } from '../../output/sql/sql-order';
import { button, element, passFocus } from '../element';
import { formRow, type Row } from '../form-row';
import type { EditorNode } from '../red';
import type { Words } from '../words';
import { addBehind, nearestBehind } from './add-database-node';
import { DATABASE_NODES, type DatabaseNode, databaseOf } from './database-nodes';

/** Follows the database that is chosen. */
export interface DatabaseRow extends Row {
  refresh(database: SqlDatabase): void;
}

export function databaseRow(node: EditorNode, words: Words): DatabaseRow {
  let known: DatabaseNode;
  let said = '';
  const needs = element('span', { class: 'dataconnect-needs', tabindex: '-1' });
  const add = button(words('sql.add'), 'plus', () => {
    const { added, config } = addBehind(node, known);
    const facts = { node: added.type, database: config && labelOf(config) };
    said = words(config ? 'sql.added-with' : 'sql.added', facts);
    show();
  });
  add.dataset.action = 'add-database-node';
  const row = formRow(words('sql.node-behind'), needs, { behind: [add] });
  const show = () => {
    const { text, kind, canAdd } = stateOf(node, known, words);
    if (!canAdd) passFocus(add, needs);
    add.hidden = !canAdd;
    row.note(said || text, kind);
    if (said && kind !== 'hint') row.note(`${said} ${text}`, kind);
  };
  return {
    ...row,
    refresh: (database) => {
      if (DATABASE_NODES[database] !== known) said = '';
      known = DATABASE_NODES[database];
      needs.textContent = words(`sql.needs-${database}`);
      show();
    },
  };
}

interface State {
  text: string;
  kind: 'hint' | 'warning';
  canAdd: boolean;
}

function stateOf(node: EditorNode, known: DatabaseNode, words: Words): State {
  const wired = nearestBehind(node, ({ type }) => type === known.type);
  if (wired) return { ...wiredState(wired, known, words), canAdd: false };
  const other = nearestBehind(node, (each) => databaseOf(each) !== undefined);
  const otherFacts = other && { node: labelOf(other), other: words(`sql.database-${databaseOf(other)}`) };
  const text = otherFacts ? words('sql.wired-other', otherFacts) : '';
  const kind = other ? 'warning' : 'hint';
  if (!RED.nodes.getType(known.type)) {
    const missing = words('sql.not-installed', { package: known.package });
    return { text: `${text} ${missing}`.trim(), kind, canAdd: false };
  }
  return { text, kind, canAdd: true };
}

function wiredState(wired: EditorNode, known: DatabaseNode, words: Words): Omit<State, 'canAdd'> {
  const config = RED.nodes.node(String(wired[known.config.property])) ?? undefined;
  const wrong = known.wrongIn(wired, config).map(({ kind, value }) => words(`sql.wrong-${kind}`, { value }));
  const facts = { node: labelOf(wired), problems: wrong.join(' ') };
  if (wrong.length === 0) return { text: words('sql.wired', facts), kind: 'hint' };
  return { text: words('sql.wired-wrong', facts), kind: 'warning' };
}

/** What people see on a node of somebody else's, whose label may be a text or a function that fails. */
function labelOf(node: EditorNode): string {
  const label: unknown = (node._def as { label?: unknown }).label;
  try {
    const text: unknown = typeof label === 'function' ? label.call(node) : label;
    return typeof text === 'string' && text !== '' ? text : node.type;
  } catch {
    return node.type;
  }
}
