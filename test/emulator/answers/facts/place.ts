/** Columns about stores and where they are in the company tree. */
import { type Facts, named } from './fact';

const storeName: Facts = named(
  'storename storename2 locationname location invoicedat invoicedby tenderedat receiveat shippingstorename billingstorename primarylocation',
  ({ store }) => store?.name,
);

export const placeFacts: Facts = {
  ...storeName,
  ...named('storeid storeid1 locationid invoicedatstoreid invoicedbystoreid defaultlocation', ({ store }) => store?.id),
  ...named('locationentityid', ({ store }) => store?.entityId),
  ...named('receivingstorename', ({ movement }) => movement?.otherStore.name),
  ...named('receivingdistrictname', ({ movement }) => movement?.otherStore.district.name),
  ...named('receivingregionname', ({ movement }) => movement?.otherStore.district.region.name),
  ...named('receivingchannelname', ({ movement }) => movement?.otherStore.district.region.channel.name),
  ...named('districtname shippingdistrictname', ({ district }) => district?.name),
  ...named('districtid', ({ district }) => district?.id),
  ...named('regionname shippingregionname', ({ region }) => region?.name),
  ...named('regionid', ({ region }) => region?.id),
  ...named('channelname shippingchannelname', ({ channel }) => channel?.name),
  ...named('channelguid', ({ channel }) => channel?.guid),
  ...named('channelid', ({ channel }) => channel?.id),
  ...named('storetypename storetype locationtypename', ({ store }) => store?.typeName),
  ...named('abbreviation', ({ store }) => store?.abbreviation),
  ...named('zippostal', ({ store, customer }) => customer?.zip ?? store?.zip),
  ...named('stateprov', ({ store }) => store?.state),
  ...named('timezone', ({ store }) => store?.timeZone),
  ...named('latitude', ({ store }) => store?.latitude),
  ...named('longitude', ({ store }) => store?.longitude),
  ...named('glcode', ({ store }) => store?.glCode),
  ...named('locationcode externalstoreid', ({ store }) => store?.abbreviation),
  ...named('rent', ({ store }) => store && store.rentCents / 100),
  ...named('squarefootage', ({ store }) => store?.squareFeet),
  ...named('taxes', ({ store }) => store && `${store.taxName} ${store.taxPerMille / 10}%`),
  ...named(
    'name groupname',
    ({ employee, store, district, region, category }) =>
      [employee, store, district, region, category].find((node) => node !== undefined)?.name,
  ),
  ...named('manageremployeeid', ({ employee, store }) => (store ? employee?.id : undefined)),
};
