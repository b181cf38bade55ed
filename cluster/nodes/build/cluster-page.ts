/**
 * The html of the set. Node-RED's validators and the flow library read type, category and defaults from its text, so
 * the registration is a literal; what it names is the bundle of `editor/`, `e` here.
 */
import { type ClusterField, clusterDefaults } from '../stored-cluster';

/** What a new node begins with where it is a choice of another config node. */
const CHOICES: Readonly<Partial<Record<ClusterField, string>>> = { tls: "value:'',type:'tls-config',required:false" };

/**
 * @param style of the form
 * @param bundle defines `e`
 */
export function clusterPage(style: string, bundle: string): string {
  const fields = Object.entries(clusterDefaults).map(([name, value]) => {
    const own = `value:${JSON.stringify(value)}${name === 'encrypted' ? '' : `,validate:e.validator('${name}')`}`;
    return `${name}:{${CHOICES[name as ClusterField] ?? own}}`;
  });
  return `<script type="text/html" data-template-name="dataconnect-cluster">
<style>${style.trim()}</style>
${FORM}
</script>
<script type="text/javascript">(function(){${bundle.trim()}
RED.nodes.registerType('dataconnect-cluster',{category:'config',color:'#6db8bf',
defaults:{name:{value:''},${fields.join()}},
credentials:{username:{type:'text'},password:{type:'password'}},
paletteLabel:e.clusterPaletteLabel,label:e.clusterLabel,oneditprepare:e.openCluster});
})()</script>
`;
}

/** Nothing that a browser would mend, or suggest, in names of servers and keys. */
const AS_TYPED = 'spellcheck="false" autocapitalize="off"';
const NUMBER = 'class="dataconnect-cluster-short" inputmode="numeric"';

const FORM = `<div class="dataconnect-cluster">
${row('name')}
${row('host', `placeholder="redis.example.com" ${AS_TYPED}`)}
${row('port', NUMBER)}
<div class="form-row"><input type="checkbox" id="node-config-input-encrypted">${label('encrypted', 'dataconnect-cluster-wide')}</div>
<div data-only="encrypted">${row('tls')}</div>
${row('username', `placeholder="default" autocomplete="off" ${AS_TYPED}`)}
${row('password', 'autocomplete="new-password"', 'password')}
${row('prefix', AS_TYPED)}
<div class="dataconnect-cluster-test"></div>
<details><summary data-i18n="cluster.advanced"></summary>
${row('folder', AS_TYPED)}
${row('database', NUMBER)}
${row('wait', NUMBER)}
${row('lease', NUMBER)}
</details>
</div>`;

/** Node-RED fills the field and reads it; what is beneath says what is wrong, or helps. */
function row(name: string, attributes = '', type = 'text'): string {
  const input = `<input type="${type}" id="node-config-input-${name}" ${attributes}>`;
  return `<div class="form-row">${label(name)}${input}<div class="dataconnect-cluster-note" data-note="${name}"></div></div>`;
}

function label(name: string, styles = ''): string {
  return `<label for="node-config-input-${name}" class="${styles}" data-i18n="cluster.${name}"></label>`;
}
