/** What the rows of an endpoint are about: named here where the columns don't tell, else told by the columns. */
import type { Column, Endpoint } from '../../../nodes/catalogue';
import { factName } from './facts/fact';
import type { Grouping, Kind } from './gather';

export interface Plan {
  kind: Kind;
  /** Set where the report sums up. */
  by?: Grouping;
  /** Set where a parameter picks what is summed up by: groupings by the parameter's value in lower case. */
  asked?: { parameter: string; by: Readonly<Record<string, Grouping>> };
  /** Number of the category the rows' products are under, where the report is about some products only. */
  under?: string;
  /** Set where the report is about lines sold below their list price only. */
  discounted?: true;
}

/** By endpoint id without the partner's name in front, so that a feed is answered as the report it copies. */
const PLANS: Readonly<Record<string, Plan>> = {
  'sales-by-location': {
    kind: 'line',
    by: 'store',
    asked: { parameter: 'ByMonth', by: { bymonth: 'store and month' } },
  },
  'sales-by-employee': { kind: 'line', by: 'employee' },
  'sales-by-category': { kind: 'line', by: 'category' },
  'sales-by-customer': { kind: 'line', by: 'customer' },
  'sales-forecast': { kind: 'line', by: 'category' },
  'product-summary': { kind: 'line', by: 'product' },
  'daily-sales-summary': { kind: 'line', by: 'day' },
  'coupon-summary': { kind: 'coupon', by: 'day' },
  'discount-summary': { kind: 'line', discounted: true },
  'charge-back-summary': { kind: 'line', by: 'store' },
  'charge-back-summary 2': { kind: 'line', by: 'category' },
  'charge-back-summary 3': { kind: 'line', by: 'product' },
  'charge-back-summary 4': { kind: 'line' },
  'charge-back-summary 5': { kind: 'line', by: 'employee' },
  'charge-back-summary 6': { kind: 'line' },
  'graphed-performance-metrix': { kind: 'line', by: 'category' },
  'graphed-performance-metrix-breakdown': {
    kind: 'line',
    by: 'store',
    asked: { parameter: 'ByWho', by: { 1: 'company', 2: 'region', 3: 'district', 4: 'store', 5: 'employee' } },
  },
  'performance-metrix': { kind: 'line', by: 'category' },
  'performance-metrix-summary': {
    kind: 'line',
    by: 'category',
    asked: { parameter: 'ReportType', by: { group: 'category', location: 'store', employee: 'employee' } },
  },
  'product-detail 3': { kind: 'line', by: 'company' },
  'vendor-rebate-history': { kind: 'line', under: '1012' },
  'vendor-rebate-history-by-category-and-employees': { kind: 'line', under: '1012' },
  'vendor-rebate-history-by-category-and-store': { kind: 'line', under: '1012' },
  'partial-charge-back-history': { kind: 'line', under: '101210' },
  'trade-in-activity': { kind: 'line', under: '101010' },
  'trade-in-data': { kind: 'line', under: '101010' },
  'imei-list': { kind: 'line', under: '1010' },
  'product-financing': { kind: 'line', under: '101011' },
  'outstanding-gift-cards': { kind: 'line', under: '1014' },
  'donations-summary': { kind: 'line', under: '1013' },
  'aged-serialized-sales-status': { kind: 'line', under: '1010' },
  'activation-gross-profit': { kind: 'line', under: '1012' },
  'paw-exceptions': { kind: 'line', under: '1012' },
  'non-sellable-history': { kind: 'movement' },
  'ar-ledger-activity': { kind: 'invoice' },
  'bill-pay-history': { kind: 'payment' },
  'serialized-coupon': { kind: 'coupon' },
  'refund-summary': { kind: 'refund' },
  'tax-collected': { kind: 'line', by: 'store' },
  'cashout-summary': { kind: 'payment', by: 'till' },
  'cash-ins': { kind: 'payment' },
  'cash-outs': { kind: 'payment' },
  'purchase-history': { kind: 'movement', by: 'product' },
  'time-and-attendance': { kind: 'shift', by: 'employee' },
  'auto-punch-out': { kind: 'shift' },
  'punch-clock': { kind: 'shift' },
  'punch-clock-revisions': { kind: 'shift' },
  'inventory-listing': { kind: 'stock' },
  'inventory-totals-by-location': { kind: 'stock', by: 'store' },
  'discontinued-inventory': { kind: 'stock', by: 'product' },
  'stale-inventory': { kind: 'stock', by: 'product' },
  'aged-serialized-inventory': { kind: 'unit' },
  'offline-conversions-marketing': { kind: 'line' },
  'original-sale-invoices': { kind: 'refund' },
  'sale-invoice-coupons': { kind: 'coupon' },
  'sale-invoice-payments': { kind: 'payment' },
  'payment-integration-transaction': { kind: 'payment' },
  'customer-delta': { kind: 'change' },
  'deltas-customers': { kind: 'change' },
};

const PARTNERS = /^partner-(?:stat-flo-|sell-pro-|envysion-|chatterspot-|facebook-|ingram-micro-|phobio-|visions-)?/;

/** @param variant value of the parameter that picks the columns, where the endpoint has such a parameter */
export function planFor(endpoint: Endpoint, columns: readonly Column[], variant: string | undefined): Plan {
  const id = endpoint.id.replace(PARTNERS, '');
  return PLANS[`${id} ${variant ?? ''}`.trim()] ?? PLANS[id] ?? planByColumns(endpoint, columns);
}

function planByColumns(endpoint: Endpoint, columns: readonly Column[]): Plan {
  const names = new Set(columns.map((column) => factName(column.name)));
  const has = (list: string) => list.split(' ').some((name) => names.has(name));
  const aProduct = has('globalproductid productidentifier productsku productname productid rqsku serialnumber imei');
  const dated = endpoint.range !== undefined;

  if (has('saleinvoiceid invoiceid invoiceidbystore rqinvoice invoicenumber'))
    return { kind: aProduct ? 'line' : 'invoice' };
  if (has('purchaseorderid transactionid stockbalanceid transferid loaninvoiceid countsheetid receivingid'))
    return { kind: 'movement' };
  if (has('loaninvoiceidbystore transferidbystore stockbalanceidbystore')) return { kind: 'movement' };
  if (has('customerlastname customerentityid legacycustomerid')) return { kind: 'customer' };
  if (aProduct && dated) return { kind: 'movement' };
  if (aProduct) return { kind: has('storename storeid locationname') ? 'stock' : 'product' };
  if (has('employeename employeeid lastname username')) return { kind: 'employee' };
  if (has('vendorname vendorid')) return { kind: 'vendor' };
  if (has('categorynumber categorypath')) return { kind: 'category' };
  if (has('storeid storename')) return { kind: 'store' };
  return { kind: dated ? 'invoice' : 'store' };
}
