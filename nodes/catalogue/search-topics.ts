/**
 * What people look for who do not know what DataConnect calls it: words of a shop's day, of a till, of an accountant.
 * A topic is given to an endpoint by its title (`of`), or by the endpoint's own `words`. The words of other languages
 * stand in `locales/<language>/search-words.json`, by the name of the topic.
 */
interface Topic {
  /** English words beside the topic's name, separated by commas. */
  also?: string;
  /** Endpoints whose id, title, label and domain it matches: in small letters, with spaces in the place of hyphens. */
  of?: RegExp;
}

const all = {
  RQ: { also: 'iQmetrix', of: /./ },
  activation: { also: 'phone plan, contract, upgrade, SIM, wireless, subscriber', of: /activation|paw / },
  'activity of customers': { also: 'follow up, task, to do, call, lead', of: /activity tracking/ },
  address: { also: 'opening hours, store manager, shop list', of: /location master/ },
  adjustment: { also: 'shrinkage, shrink, loss, write off, correction, theft, missing', of: /adjustment|removal/ },
  aging: { also: 'ageing, dead stock, old stock, slow moving', of: /aged|stale|discontinued/ },
  'best seller': { also: 'top products, top selling' },
  'bill payment': { also: 'top up, airtime, prepaid, recharge', of: /bill pay/ },
  brand: { also: 'maker', of: /manufacturer/ },
  carrier: { also: 'operator, telco, mobile network', of: /carrier|activation|rebate|charge back/ },
  cash: { also: 'till, cash drawer, cash register, cashier, bank deposit, end of day', of: /cash (?!conv)|cashout/ },
  category: { also: 'department, product group, class', of: /categor/ },
  changes: { also: 'incremental, updated, modified, sync', of: /delta/ },
  'charge back': { also: 'chargeback, clawback, deactivation', of: /charge back/ },
  commission: { also: 'spiff, incentive, bonus' },
  company: { also: 'tenant, franchise, dealer, chain', of: /relationships/ },
  consignment: { also: 'loan, loaner, lent', of: /consignment/ },
  coupon: { also: 'voucher, promo code, promotion', of: /coupon/ },
  customer: { also: 'client, buyer, CRM, consumer', of: /customer|chatterspot|facebook/ },
  damaged: { also: 'defective, broken, demo, unsellable', of: /non sellable/ },
  daily: { also: 'per day, by day, end of day', of: /daily/ },
  database: { also: 'raw data, replica, data warehouse, ETL', of: /bridge/ },
  discount: { also: 'promotion, promo, markdown, price reduction, special offer', of: /discount|coupon/ },
  donation: { also: 'charity', of: /donation/ },
  financing: { also: 'instalment, installment, lease, down payment', of: /financing/ },
  forecast: { also: 'trend, projection, month to date, MTD, year to date, YTD, last year', of: /forecast|metrix/ },
  'gift card': { also: 'gift certificate, stored value', of: /gift card/ },
  hours: {
    also: 'timesheet, time sheet, time clock, clock in, shift, payroll, overtime, absence',
    of: /punch|attendance/,
  },
  inventory: { also: 'merchandise', of: /inventory/ },
  ledger: { also: 'accounting, bookkeeping, general ledger, accounts receivable, debtors', of: /ledger|g\/l/ },
  margin: { also: 'gross margin, gross profit, profitability, earnings', of: /gross profit/ },
  marketing: { also: 'campaign, advertising, audience, mailing list', of: /marketing/ },
  payment: { also: 'tender, credit card, debit card, means of payment', of: /payment|card types|entry types|cashout/ },
  permission: { also: 'access rights, security role', of: /security/ },
  product: { also: 'item, article, SKU, UPC, barcode, catalog, price list' },
  'purchase order': { also: 'PO, procurement, ordering, ordered', of: /purchase|back order|over receiving/ },
  rebate: { also: 'reimbursement, residual, carrier payment', of: /rebate|charge back/ },
  receipt: {
    also: 'ticket, bill, transaction, basket',
    of: /^invoice history|sales by invoice|original sale|invoice products/,
  },
  receiving: { also: 'goods received, delivery, shipment', of: /receiving/ },
  refund: { also: 'return, returned, money back', of: /refund|original sale/ },
  region: {
    also: 'district, division, hierarchy, org chart, territory',
    of: /tree|location types|for who|locations of/,
  },
  reorder: { also: 'replenishment, low stock, out of stock, min max, shortage', of: /auto ordering|availability/ },
  revenue: { also: 'turnover, income, net sales, gross sales, takings' },
  sales: { also: 'sold, selling', of: /sales/ },
  serial: { also: 'serial number, IMEI, ESN, device, handset', of: /serialized(?! coupon)|imei/ },
  service: { also: 'health, ping, user, login, sign in', of: /session|^version/ },
  staff: { also: 'employee, salesperson, rep, seller, associate, worker, personnel', of: /employee|punch|attendance/ },
  'stock count': { also: 'stocktake, stocktaking, cycle count, physical inventory', of: /count sheet/ },
  stock: { also: 'stock on hand, stock level, on hand, in stock, inventory value' },
  store: { also: 'shop, branch, outlet', of: /location|store/ },
  target: { also: 'goal, KPI, quota, budget, scorecard, ranking', of: /metrix/ },
  tax: { also: 'sales tax, VAT, GST, HST, PST', of: /tax/ },
  'trade in': { also: 'buy back, buyback, used device, second hand', of: /trade in/ },
  traffic: { also: 'footfall, visitors, door counter, conversion', of: /traffic/ },
  transfer: { also: 'stock movement, between stores, inter store', of: /transfer/ },
  usage: { also: 'log, API calls, quota', of: /request log/ },
  vendor: { also: 'supplier, distributor', of: /vendor|\brmas?\b|receiving|purchase/ },
  'vendor return': { also: 'RTV, return to vendor, warranty, supplier return', of: /\brmas?\b/ },
  'any address': { also: 'HTTP, API, REST, URL, path, endpoint, custom report, query, GET, POST' },
  SQL: {
    also: 'database, table, insert, upsert, merge, replace, load, save, write, MySQL, MariaDB, Postgres, PostgreSQL, SQLite, SQL Server, MSSQL, ETL, data warehouse',
  },
  diagnosis: { also: 'diagnose, diagnostics, health, test, verify, probe, troubleshoot' },
  connection: { also: 'login, credentials, password, user name, account, sign in, token, host' },
} as const satisfies Record<string, Topic>;

export type TopicName = keyof typeof all;

export const topics: Readonly<Record<TopicName, Topic>> = all;

export const topicNames = Object.keys(all) as TopicName[];
