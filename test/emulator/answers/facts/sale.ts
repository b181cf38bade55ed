/** Columns about sales: each sum is taken over the subject's lines, so that every report adds up to the same totals. */
import { DAY } from '../../world/clock';
import type { Line, Payment } from '../../world/invoices';
import { COUPONS } from '../../world/invoices';
import type { Subject } from '../subject';
import { count, type Facts, named, ownOrTotal, sum } from './fact';

const price = (line: Line) => line.unitCents * line.quantity;
const list = (line: Line) => line.listCents * line.quantity;
const cost = (line: Line) => line.unitCostCents * line.quantity;
export const net = (line: Line) => price(line) - line.couponCents;
export const profit = (line: Line) => net(line) - cost(line);
const sold = (line: Line) => Math.max(line.quantity, 0);
const refunded = (line: Line) => Math.max(-line.quantity, 0);

const whenSold = (subject: Subject, value: () => number) => (subject.lines ? value() : undefined);

function share(subject: Subject): number | undefined {
  const sales = sum(subject, net);
  return sales === undefined
    ? undefined
    : sales === 0
      ? 0
      : Math.round(((sum(subject, profit) ?? 0) / sales) * 10_000) / 100;
}

function money(cents: number | undefined): number | undefined {
  return cents === undefined ? undefined : cents / 100;
}

const totals: Facts = {
  ...named('totalinvoiced invoiced amountsold', (subject) => sum(subject, price)),
  ...named('totalsales net sales invoicesubtotal netsale yourpricetaxablesales extendedunitprice', (subject) =>
    sum(subject, net),
  ),
  ...named('totalprice', (subject) => sum(subject, price)),
  ...named('listpricetaxablesales', (subject) => sum(subject, list)),
  ...named('totalcost cost extendedunitcost productcost', (subject) => sum(subject, cost) ?? unsoldCost(subject)),
  ...named('totalprofit profit grossprofit extendedunitprofit', (subject) => sum(subject, profit)),
  ...named('margin percentprofit', share),
  ...named('totaldiscount discount', (subject) => sum(subject, (line) => list(line) - price(line))),
  ...named('totalcoupon coupon coupons totalvalue productcoupondiscount', (subject) =>
    sum(subject, (line) => line.couponCents),
  ),
  ...named('taxcollected tax totaltax', (subject) => sum(subject, (line) => line.taxCents)),
  ...named('totalaftertax invoiceamount', (subject) => sum(subject, (line) => net(line) + line.taxCents)),
  ...named('amountrefunded', (subject) => sum(subject, (line) => Math.max(-net(line), 0))),
  ...named(
    'adjustment roundingvariance totalcoupontax coupontax couponstax vendorrebates vendorrebatestax',
    (subject) => whenSold(subject, () => 0),
  ),
  ...named('totalcommission', (subject) => {
    const earned = sum(subject, profit);
    return earned === undefined || !subject.employee
      ? undefined
      : Math.round(earned * subject.employee.commissionPerMille) / 1000;
  }),
};

/** What would have been sold at list prices: a target that is never far away. */
const targets: Facts = {
  ...named('salestarget', (subject) => sum(subject, list)),
  ...named('profittarget', (subject) => sum(subject, (line) => list(line) - cost(line))),
  ...named('quantitytarget', (subject) => count(subject, sold)),
};

const quantities: Facts = {
  ...named('qtysold quantitysold quantityapplied', (subject) => count(subject, sold)),
  ...named('qtyrefunded quantityrefunded', (subject) => count(subject, refunded)),
  ...named('netqty netquantity', (subject) => count(subject, (line) => line.quantity)),
  ...named(
    'quantity',
    ({ line, stock, movement, unit, ...rest }) =>
      line?.quantity ??
      (unit ? 1 : undefined) ??
      stock?.quantity ??
      movement?.quantity ??
      count(rest as Subject, (each) => each.quantity),
  ),
  ...named(
    'totalinvoicecount groupinvoicecount',
    (subject) => subject.lines && new Set(subject.lines.map((line) => line.invoice)).size,
  ),
};

const lineFacts: Facts = {
  ...named('unitprice adjustedunitprice originalunitprice soldforunitprice saleprice sellingprice price', ({ line }) =>
    money(line?.unitCents),
  ),
  ...named('listprice', ({ line, product }) => money(line?.listCents ?? product?.priceCents)),
  ...named('refund return', ({ line, invoice }) =>
    line ? line.quantity < 0 : invoice ? invoice.original !== undefined : undefined,
  ),
  ...named('soldasused', ({ line }) => line?.used),
  ...named('priority rqpriority', ({ line }) => line?.priority),
  ...named('saleinvoiceproductrowid productrowid', ({ line }) => line?.rowGuid),
  ...named('lineid', ({ line, number }) => line && 9_007_199_254_740_993_000n + BigInt(number)),
};

const invoiceFacts: Facts = {
  ...named('saleinvoiceid invoiceid entityid', ({ invoice }) => invoice?.id),
  ...named(
    'invoiceidbystore invoicenumber saleinvoiceidbystore storeinvoiceid receiptnumber rqinvoice entityidbystore',
    ({ invoice }) => invoice?.idByStore,
  ),
  ...named('saleinvoicerowid invoicerowid', ({ invoice }) => invoice?.rowGuid),
  ...named('originalsaleinvoiceid originvoiceid', ({ invoice }) => invoice && (invoice.original?.id ?? null)),
  ...named(
    'originalinvoiceidbystore originalsaleinvoiceidbystore origreceipt',
    ({ invoice }) => invoice && (invoice.original?.idByStore ?? null),
  ),
  ...named('originalinvoicerowid', ({ invoice }) => invoice && (invoice.original?.rowGuid ?? null)),
  ...named('originaldatecreated originalsaledate origdate', ({ invoice }) => invoice && (invoice.original?.at ?? null)),
  ...named(
    'comments invoicecomments commentsfrominvoice',
    ({ invoice, movement }) => invoice?.comments ?? movement?.comments,
  ),
  ...named('status', ({ invoice, employee }) =>
    invoice ? 'String_Tendered' : employee && (employee.enabled ? 'Enabled' : 'Disabled'),
  ),
  ...named('couponname', ({ invoice }) => COUPONS.find(({ id }) => id === invoice?.couponId)?.name),
  ...named('couponid', ({ invoice }) => invoice?.couponId),
  ...named('taxable', ({ invoice }) => invoice && (invoice.store.taxPerMille > 0 ? 'Yes' : 'No')),
  ...named('amount', ({ payment, ...subject }) => money(payment?.amountCents) ?? sum(subject, (line) => line.taxCents)),
  ...named('paymenttype paymentname cardtype', (subject) => paymentOf(subject)?.method),
  ...named('cashinid cashoutid billpaymenttransactionid', (subject) => paymentOf(subject) && subject.number),
  ...named('systemtotal actualtotal', (subject) =>
    ownOrTotal(subject, ({ payment }) => payment && payment.amountCents / 100),
  ),
  ...named('differencetotal', (subject) => paymentOf(subject) && 0),
  ...named('transactionquantity', ({ payment, members }) => (payment ? 1 : members?.[0]?.payment && members.length)),
  ...named('balance collected', (subject) => sum(subject, price)),
  ...named('producttotal totalinvoice', (subject) => unsoldCost(subject)),
  ...named('authorizationnumber', ({ payment }) => payment?.authorization),
  ...named('lastfourdigits', ({ payment }) => payment?.lastFour),
  ...named('changeamount', ({ payment }) => payment && 0),
};

/** A payment, or one of those that a summary is made of. */
function paymentOf({ payment, members }: Subject): Payment | undefined {
  return payment ?? members?.[0]?.payment;
}

/** Cost of what was moved or lies in stock. */
function unsoldCost({ movement, stock }: Subject): number | undefined {
  if (movement) return (movement.unitCostCents * movement.quantity) / 100;
  return stock && (stock.product.costCents * stock.quantity) / 100;
}

/** The month that a row is the sum of, else the first day of its sales: the month's number in one column, when it begins in the other. */
const months: Facts = {
  ...named('datename', beginOf),
  ...named('date', (subject, column) => {
    const begin = beginOf(subject);
    return column.type === 'integer' && begin !== undefined ? new Date(begin).getUTCMonth() + 1 : begin;
  }),
};

function beginOf({ at, members }: Subject): number | undefined {
  const first = members?.[0]?.at;
  return at ?? (first === undefined ? undefined : Math.floor(first / DAY) * DAY);
}

export const saleFacts: Facts = {
  ...totals,
  ...targets,
  ...quantities,
  ...lineFacts,
  ...invoiceFacts,
  ...months,
};
