/**
 * The registration of the node types, one short literal call each: Node-RED's validators and the flow library read
 * type, category, colour, icon, inputs, outputs and defaults from the text of the html. Everything that is not read
 * there is done by the editor library (`nodes/editor/index.ts`), `e` in these scripts. What every endpoint node takes
 * from it has the name that Node-RED asks for, so that each registration needs to say it once only.
 */
import { type NodeSet, typesOf } from './node-set';

/** Relative, so that it is found below any `httpAdminRoot`. */
const LIBRARY = 'resources/@dataconnect-nodes/node-red-dataconnect/editor.js';

const forEndpoints = 'outputLabels,paletteLabel,label,labelStyle,oneditprepare,oneditsave';

/**
 * The html file of a set: the editor library and the registrations. Node-RED asks for a script again for each set that
 * names it, one set after the other, so only the connection's, which all nodes need and which comes first, names it.
 */
export function setPage(set: NodeSet): string {
  const registrations = typesOf(set).map((type) => registration(type, set));
  const library = set.name === 'connection' ? `<script src="${LIBRARY}"></script>\n` : '';
  return `${library}<script type="text/javascript">(function(){function register(e){var {${forEndpoints}}=e;
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
  if (type === 'dataconnect-connection') return connectionRegistration;
  const path = type === 'dataconnect-request' ? 'requiredPath' : 'path';
  return (
    `RED.nodes.registerType('${type}',{category:'${set.category}',color:'${set.colour}',icon:'${set.icon}',inputs:1,outputs:1,` +
    `defaults:{name:{value:''},connection:{value:'',type:'dataconnect-connection',validate:e.connection},version:{value:1},` +
    `params:{value:{},validate:e.params},sending:{value:{}},path:{value:'',validate:e.${path}},output:{value:{},validate:e.output},` +
    `windows:{value:{}},flow:{value:{}},outputs:{value:1}},${forEndpoints}});`
  );
}

/** Times in seconds. An empty company sends none, an empty time zone is that of the Node-RED server. */
const connectionRegistration = `RED.nodes.registerType('dataconnect-connection',{category:'config',color:'#6db8bf',icon:'connection.svg',
defaults:{name:{value:''},environment:{value:'production',validate:e.environment},serviceUrl:{value:'',validate:e.serviceUrl},tokenUrl:{value:'',validate:e.tokenUrl},
authentication:{value:'password',validate:e.authentication},tls:{value:'',type:'tls-config',required:false},proxy:{value:'',type:'http proxy',required:false},
companyId:{value:'',validate:e.companyId},timeZone:{value:'',validate:e.timeZone},stopDate:{value:'inclusive',validate:e.stopDate},preferredEndpoint:{value:false,validate:e.preferredEndpoint},
requestsAtOnce:{value:4,validate:e.requestsAtOnce},retries:{value:4,validate:e.retries},connectTimeout:{value:10,validate:e.connectTimeout},
firstByteTimeout:{value:600,validate:e.firstByteTimeout},idleTimeout:{value:60,validate:e.idleTimeout},totalTimeout:{value:7200,validate:e.totalTimeout},version:{value:1}},
credentials:{username:{type:'text'},password:{type:'password'},clientId:{type:'text'},clientSecret:{type:'password'},accessToken:{type:'password'}},
paletteLabel:e.connectionPaletteLabel,label:e.connectionLabel,labelStyle:e.labelStyle,oneditprepare:e.openConnection,oneditsave:e.saveConnection});`;
