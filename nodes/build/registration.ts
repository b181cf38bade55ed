/**
 * The registration of the node types, one short literal call each: Node-RED's validators and the flow library read
 * type, category, colour, icon, inputs, outputs and defaults from the text of the html. Everything that is not read
 * there is done by the editor library (`nodes/editor/index.ts`), `e` in these scripts. What every endpoint node takes
 * from it has the name that Node-RED asks for, so that each registration needs to say it once only.
 */
import { checkUpVersion } from '../stored/stored-check-up';
import { confirmOutcome, confirmVersion } from '../stored/stored-confirm';
import { connectionFields, connectionVersion, credentialFields } from '../stored/stored-connection';
import { nodeProperties } from '../stored/stored-node';
import { sqlFields, sqlVersion } from '../stored/stored-sql';
import { type NodeSet, typesOf } from './node-set';

/** Relative, so that it is found below any `httpAdminRoot`. */
const LIBRARY = 'resources/@dataconnect-nodes/node-red-dataconnect/editor.js';

const forEndpoints = 'outputLabels,paletteLabel,label,labelStyle,oneditprepare,oneditsave';

/**
 * The validators of an endpoint node by the properties they are of, in letters that are short: every registration says
 * them. What has none is checked with the others.
 */
const validators: Readonly<Record<string, string>> = { connection: 'c', params: 'p', path: 'a', output: 'o' };
const shortNames = Object.entries(validators).map((names) => names.join(':'));

/**
 * The html file of a set: the editor library and the registrations. Node-RED asks for a script again for each set that
 * names it, one set after the other, so only the connection's, which all nodes need and which comes first, names it.
 */
export function setPage(set: NodeSet): string {
  const registrations = typesOf(set).map((type) => registration(type, set));
  const library = set.name === 'connection' ? `<script src="${LIBRARY}"></script>\n` : '';
  return `${library}<script type="text/javascript">(function(){function register(e){var {${forEndpoints},${shortNames}}=e;
${registrations.join('\n')}
}
${callWithLibrary}
})()</script>
`;
}

/** A set that is installed, enabled or loaded before the connection's brings the library itself. */
const callWithLibrary = `if(globalThis.DataConnectEditor)return register(DataConnectEditor);
var s=document.createElement('script');s.onload=function(){register(DataConnectEditor)};
s.src=RED.settings.apiRootUrl+'${LIBRARY}';document.head.append(s)`;

function registration(type: string, set: NodeSet): string {
  if (type === CONNECTION) return connectionRegistration();
  if (type === RECORDS_TO_SQL) return sqlRegistration(set);
  if (type === CHECK_UP) return checkUpRegistration(set);
  if (type === CONFIRM) return confirmRegistration(set);
  const properties = Object.entries(nodeProperties).map(([name, value]) =>
    property(name, value, name === 'connection' && `type:'${CONNECTION}'`, validatorOf(name)),
  );
  return (
    `RED.nodes.registerType('${type}',{category:'${set.category}',color:'${set.colour}',icon:'${set.icon}',inputs:1,outputs:1,` +
    `defaults:{${NAME},${properties.join()}},${forEndpoints}});`
  );
}

function validatorOf(name: string): string | false {
  return validators[name] !== undefined && `validate:${validators[name]}`;
}

const CONNECTION = 'dataconnect-connection';
const RECORDS_TO_SQL = 'dataconnect-records-to-sql';
const CHECK_UP = 'dataconnect-check-up';
const CONFIRM = 'dataconnect-confirm';
const NAME = property('name', '');

function connectionRegistration(): string {
  const fields = Object.entries(connectionFields).map(([name, field]) =>
    field.kind === 'node'
      ? property(name, '', `type:'${field.nodeType}'`, 'required:false')
      : property(name, field.byDefault, `validate:e.${name}`),
  );
  const credentials = Object.entries(credentialFields).map(([name, { type }]) => `${name}:{type:'${type}'}`);
  return `RED.nodes.registerType('${CONNECTION}',{category:'config',color:'#6db8bf',icon:'connection.svg',
defaults:{${NAME},${fields.join()},${property('version', connectionVersion, 'validate:e.version')}},
credentials:{${credentials.join()}},
paletteLabel:e.connectionPaletteLabel,label:e.connectionLabel,labelStyle:e.labelStyle,oneditprepare:e.openConnection,oneditsave:e.saveConnection});`;
}

/** All of its settings are checked with the table, as those of an endpoint are with its output. */
function sqlRegistration({ category, colour, icon }: NodeSet): string {
  const fields = Object.entries(sqlFields).map(([name, { byDefault }]) =>
    property(name, byDefault, name === 'table' && 'validate:e.checkSql'),
  );
  return `RED.nodes.registerType('${RECORDS_TO_SQL}',{category:'${category}',color:'${colour}',icon:'${icon}',inputs:1,outputs:1,
defaults:{${NAME},${property('version', sqlVersion)},${fields.join()}},
outputLabels:e.sqlOutputLabel,paletteLabel:e.sqlPaletteLabel,label:e.sqlLabel,labelStyle,oneditprepare:e.openSql,oneditsave:e.saveSql});`;
}

function checkUpRegistration({ category, colour, icon }: NodeSet): string {
  const connection = property('connection', '', `type:'${CONNECTION}'`, 'validate:e.connection');
  return `RED.nodes.registerType('${CHECK_UP}',{category:'${category}',color:'${colour}',icon:'${icon}',inputs:1,outputs:1,
defaults:{${NAME},${connection},${property('version', checkUpVersion)}},paletteLabel:e.checkUpPaletteLabel,label:e.checkUpLabel,labelStyle,oneditprepare:e.openCheckUp,oneditsave});`;
}

function confirmRegistration({ category, colour, icon }: NodeSet): string {
  const outcome = property('outcome', confirmOutcome.byDefault);
  return `RED.nodes.registerType('${CONFIRM}',{category:'${category}',color:'${colour}',icon:'${icon}',inputs:1,outputs:1,
defaults:{${NAME},${outcome},${property('version', confirmVersion)}},paletteLabel:e.confirmPaletteLabel,label:e.confirmLabel,labelStyle,oneditprepare:e.openConfirm,oneditsave});`;
}

/** An entry of Node-RED's `defaults`. @param more what else is said of the property, in the form of the html */
function property(name: string, value: unknown, ...more: Array<string | false>): string {
  const parts = [`value:${JSON.stringify(value).replaceAll('"', "'")}`, ...more.filter((part) => part !== false)];
  return `${name}:{${parts.join()}}`;
}
