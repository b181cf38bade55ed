/** The tables of error codes: what happened, in the words of the error itself, and what to do about it. */
import english from '../../locales/en-US/errors.json';
import { whatHappened } from '../../nodes/build/error-help';
import type { ErrorCode } from '../../nodes/errors';
import { cell, code, tableOf } from './markdown';

/** The errors say this as well, with names and numbers of the case at hand. */
const advice: Record<ErrorCode, string> = {
  PARAMETER_INVALID: 'Nothing was sent. The message names every parameter that is wrong, and the right name or form.',
  NOTHING_TO_CONFIRM:
    'Wire the node behind an incremental node and keep `msg.dataconnect` on the way; what came too late is sent again by the next run.',
  NODE_INVALID: 'Open the node and correct the fields the message names. Nothing was sent.',
  CONNECTION_MISSING: 'Choose a connection in the node, or enable the one it names.',
  CONNECTION_INVALID: 'Open the connection and correct the fields the message names.',
  AUTH_FAILED:
    'Correct the credentials, or try the same ones again with *Test connection*: until then they are not sent, because repeated wrong passwords lock the user.',
  FORBIDDEN: 'Ask whoever manages users in RQ for the permission, or for the mapping of the user to an RQ employee.',
  NOT_FOUND: 'Enter the right path on the Output tab; the help says when a path is not confirmed.',
  BAD_REQUEST: "Compare the parameters with the node's help.",
  TOO_MANY_ROWS: 'Ask for a shorter period or fewer locations; the message names the smallest window that was refused.',
  RATE_LIMITED: 'Lower "At once" in the connection, or run the flow at another time.',
  SERVER_ERROR: 'Try again later; tell iQmetrix support the time and the parameters if it stays.',
  UNEXPECTED_STATUS: 'Check the address of the service; a proxy or gateway may have answered.',
  API_ERROR: "The message has the service's own words.",
  TIMEOUT: 'Raise the timeout the message names, in the connection, or ask for less at once.',
  NETWORK: 'Check that the server of Node-RED reaches the host; *Test connection* says how far it gets.',
  TLS_FAILED: 'Give the certificate authority in a TLS node, or have the certificate of the host mended.',
  PROXY_FAILED: "Check the proxy's address and sign-in.",
  TRUNCATED: 'Run it again. What had come is not counted as complete.',
  MALFORMED: 'Ask for another response (JSON instead of CSV); report the place the message names to iQmetrix support.',
  LIMIT_EXCEEDED: 'Ask for less at once; the answer had a size that no report has.',
  WRONG_CONTENT_TYPE:
    'Often a login or maintenance page: check the address of the service and the proxy. A file or text without content is one, too.',
  SECRET_WITHHELD: 'Ask for records (or *Json* as text): there each secret is masked by itself.',
  FILE_FAILED:
    'The message says what the system refused, where, and what helps: a right, room on the disk, another name. No half of a file is left.',
  HOST_NOT_ALLOWED: 'The service led to a host that is not of this connection. Nothing was sent there.',
  CANCELLED:
    'Somebody stopped the run with `msg.cancel`. After a deploy or the end of Node-RED only the log can say it: a node that closes reaches no Catch node.',
  FLOW_FAILED:
    'A node behind reported an error: mend that, then run it again. Or a deploy stopped nodes that may have had a batch: run it again. `msg.dataconnect.flow` says which batches were completed.',
  COLUMNS_CHANGED:
    'Nothing of the batch left the node, which is set to fail then. The message names the columns; let them pass once to go on with them.',
  OUTCOME_UNKNOWN: 'Look whether the e-mail came or the data was imported before you send it again.',
  RECORDS_INVALID:
    'Nothing of the batch was sent to the database. The message names the column: correct the records, the choice of columns in the node, or let such columns be text.',
  CURSOR_IN_USE:
    'Nothing to do where the other one ends by itself. What the flow holds is let go by `msg.cancel`. Two that run the same flow share one cursor: stop one.',
  CURSOR_NOT_WRITABLE:
    'Give the user that Node-RED runs as the right to the folder, or make room. The node looks when it starts, before anything is requested.',
  CURSOR_NOT_SAVED:
    'Make room on the disk. What the flow had is sent once more: write with upsert, or replace the window.',
  CURSOR_DAMAGED:
    'Set the point in the node; the message says the last one that could still be read. It never begins again by itself.',
  CURSOR_MOVED: 'Nothing: what was sent twice is harmless with upsert. See that only one Node-RED runs this flow.',
  CURSOR_IN_FUTURE: 'Set the clock of the server right, then the point in the node.',
  UNCONFIRMED: 'Mend the flow behind, or confirm by hand. The window is sent again, so nothing is lost.',
  STATE_ELSEWHERE:
    "Name a folder on a shared volume in the cluster's node, or disable the node in all Node-RED but one. *Begin anew* in the sidebar sends the whole list once more.",
  STATE_DAMAGED: 'Set the point in the node. Look at the disk: a file changed by itself.',
  KEY_NOT_UNIQUE: 'Choose columns that together name one record. The values of personal columns are masked.',
  KEY_MISSING: 'Choose columns that every record has.',
  TOO_MANY_REMOVED:
    'Compare parameters and permissions with those of the last run. Raise the share only if the records are really gone.',
  CLUSTER_UNAVAILABLE:
    "Start Redis, or mend the way to it; *Test connection* in the cluster's node says how far it gets. It goes on by itself.",
  CLUSTER_DATA_LOST:
    'Nothing: what is missing is planned again. Let Redis keep what it is told: `appendonly yes`, `maxmemory-policy noeviction`.',
  WINDOWS_GIVEN_UP: 'Mend what their errors say, in the sidebar; then *Try again* there, or `msg.work` with `retry`.',
  LEASE_LOST:
    "Nothing where it happens once: what was not confirmed is done again. Often: less load on the machine, a better way to Redis, a longer lease in the cluster's node.",
  INTERNAL: 'A fault of these nodes: please report it.',
};

const codes = Object.keys(advice) as ErrorCode[];

/** For the README, which says no more of each than that there is one. */
export function errorList(): string {
  return codes.map(code).join(', ');
}

/** @throws Error when a code lacks its advice */
export function errorTable(): string {
  const missing = Object.keys(english).filter((each) => !(each in advice));
  if (missing.length > 0) throw new Error(`There is no advice for ${missing.join(', ')}.`);
  return tableOf(
    ['Code', 'What happened', 'What to do'],
    codes.map((each) => [code(each), inMarkdown(whatHappened(english[each])), advice[each]]),
  );
}

/** What the case at hand fills in is in italics. */
function inMarkdown(text: string): string {
  return cell(text).replace(/\\_\\_(\w+?)\\_\\_/g, '*$1*');
}
