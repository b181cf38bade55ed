/** Columns about products, stock and what moved in and out of it. */
import { serialOf } from '../filters';
import type { Subject } from '../subject';
import { type Facts, named } from './fact';

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

const stockFacts: Facts = {
  ...named('qtyinstock', ({ stock }) => stock?.quantity),
  ...named('qtyonorder quantityonorder', ({ stock }) => stock?.onOrder),
  ...named('qtyonbackorder quantityonbackorder', ({ stock, movement }) => stock?.onBackOrder ?? movement?.quantity),
  ...named('qtytransferin quantityintransfer', ({ stock }) => stock?.inTransfer),
  ...named('qtytransferout', ({ stock }) => stock && 0),
  ...named('qtyinnonsellable quantityinnonsellable nonsellablequantity', ({ stock }) => stock?.nonSellable),
  ...named('qtyonrma quantityonrma', ({ stock }) => stock?.onRma),
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
  ...named('qtyordered ordered', ({ movement }) => movement?.quantity),
  ...named('qtyreceived received', ({ movement }) => movement?.quantity),
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
