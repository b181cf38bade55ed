/** Columns about products, stock and what moved in and out of it. */

import type { Stock } from '../../world/stock';
import { serialOf } from '../filters';
import type { Subject } from '../subject';
import { type Fact, type Facts, named, ownOrTotal } from './fact';

function unitCost({ product, movement, line }: Subject): number | undefined {
  const cents = line?.unitCostCents ?? movement?.unitCostCents ?? product?.costCents;
  return cents === undefined ? undefined : cents / 100;
}

const productFacts: Facts = {
  ...named('globalproductid depositnrpglobalproductid', ({ product }) => product?.id),
  ...named(
    'productidentifier productsku rqsku devicesku productid depositnrpproductidentifier',
    ({ product }) => product?.sku,
  ),
  ...named(
    'productname productdescription rqproductdescription productlibraryname devicedescription',
    ({ product }) => product?.name,
  ),
  ...named('productlibrarycanonicalname', ({ product }) => product?.name.toLowerCase()),
  ...named('catalogitemid retailercatalogid', ({ product }) => product?.catalogGuid),
  ...named('productlibraryid', ({ product }) => product?.libraryId),
  ...named('vendorsku vendorpartnumber', ({ product }) => product?.vendorSku),
  ...named('manufacturerpartnumber', ({ product }) => product?.manufacturerPart),
  ...named('manufacturermodel tradeinequipmake', ({ product }) => product?.manufacturer.name),
  ...named('barcode', ({ product }) => product?.upc),
  ...named('specialproductid', ({ product }) => product && 0),
  ...named('producttype', ({ product }) => product && (product.serialized ? 'Serialized' : 'Non-Serialized')),
  ...named('productenabled', ({ product }) => product?.enabled),
  ...named('discontinueddate dateeol', ({ product }) => product && (product.discontinuedAt ?? null)),
  ...named('categorynumber', ({ category }) => category?.number),
  ...named('categorypath', ({ category }) => category?.path),
  ...named('categoryname category', ({ category }) => category?.name),
  ...named('vendorid', ({ vendor }) => vendor?.id),
  ...named('vendorname', ({ vendor }) => vendor?.name),
  ...named('vendornumber', ({ vendor }) => vendor?.number),
  ...named('vendoraccountname', ({ vendor }) => vendor?.accountName),
  ...named(
    'serialnumber serialnumberremoved deviceserialnumber imei',
    (subject) => subject.product && (serialOf(subject) ?? null),
  ),
  ...named('minqty', ({ product }) => product?.minimum),
  ...named('maxqty', ({ product }) => product?.maximum),
};

/** A quantity of a place's stock, or of all places a summary is made of. */
function level(of: (stock: Stock) => number): Fact {
  return (subject) => ownOrTotal(subject, ({ stock }) => stock && of(stock));
}

/** The same at cost, in money. */
function worth(of: (stock: Stock) => number): Fact {
  return (subject) => {
    const cents = ownOrTotal(subject, ({ stock }) => stock && of(stock) * stock.product.costCents);
    return cents === undefined ? undefined : cents / 100;
  };
}

/** A column that is a quantity in one report and its worth in another. */
function levelOrWorth(of: (stock: Stock) => number): Fact {
  return (subject, column) => (column.type === 'number' ? worth(of) : level(of))(subject, column);
}

const stockFacts: Facts = {
  ...named(
    'qtyinstock',
    level((stock) => stock.quantity),
  ),
  ...named('instock', (subject, column) =>
    column.type === 'boolean'
      ? subject.stock && subject.stock.quantity > 0
      : levelOrWorth((stock) => stock.quantity)(subject, column),
  ),
  ...named(
    'qtyonorder quantityonorder',
    level((stock) => stock.onOrder),
  ),
  ...named(
    'qtyonbackorder quantityonbackorder',
    ({ movement, ...subject }, column) => movement?.quantity ?? level((stock) => stock.onBackOrder)(subject, column),
  ),
  ...named(
    'qtytransferin quantityintransfer transferin',
    levelOrWorth((stock) => stock.inTransfer),
  ),
  ...named(
    'qtytransferout transferout onloan qtyonloan quantityonloan',
    levelOrWorth(() => 0),
  ),
  ...named(
    'qtyinnonsellable quantityinnonsellable nonsellablequantity innonsellable',
    levelOrWorth((stock) => stock.nonSellable),
  ),
  ...named(
    'qtyonrma quantityonrma onrma',
    levelOrWorth((stock) => stock.onRma),
  ),
  ...named(
    'total',
    worth((stock) => stock.quantity + stock.inTransfer + stock.nonSellable + stock.onRma),
  ),
  ...named('datereceivedatstore', ({ unit }) => unit?.receivedAt),
  ...named('serializedcos', ({ product }) => product && product.costCents / 100),
  ...named('binstatus', ({ stock }) => stock && 'String_InStock'),
};

const movementFacts: Facts = {
  ...named(
    'transactionid countsheetid purchaseorderid receivingid stockbalanceid transferid loaninvoiceid amendmentid',
    ({ movement }) => movement?.id,
  ),
  ...named(
    'transactionidbystore countsheetidbystore purchaseorderidbystore receivingidbystore stockbalanceidbystore transferidbystore loaninvoiceidbystore',
    ({ movement }) => movement?.idByStore,
  ),
  ...named('qtyordered ordered', (subject) => ownOrTotal(subject, ({ movement }) => movement?.quantity)),
  ...named('qtyreceived received', (subject) => ownOrTotal(subject, ({ movement }) => movement?.quantity)),
  ...named('qtyvariance', ({ movement }) => movement && 0),
  ...named('referencenumber waybillnumber rmanumber vendorinvoicenumber', ({ movement }) => movement?.reference),
  ...named(
    'receivingcomments orderingcomments shippingcomments requestingcomments',
    ({ movement }) => movement?.comments,
  ),
  ...named('datecommitted daterequested dateedited dateshipped datestarted', ({ movement }) => movement?.at),
  ...named(
    'datecompleted datereceived estimatedarrivaldate datemodified datedue reconcileddate',
    ({ movement, unit }) => unit?.receivedAt ?? movement?.completedAt,
  ),
};

export const inventoryFacts: Facts = {
  ...productFacts,
  ...stockFacts,
  ...movementFacts,
  ...named('unitcost', unitCost),
};
