/** Columns about places that many endpoints answer with. */
import { type Example, int, nvarchar, recurring, string, varchar, wholeNumber } from './column-types';
import type { Column } from './schema';

export const abbreviation = recurring(varchar(5, 'Abbreviation', 'Short code of the location (read-only)'));
export const bankDetails = recurring(nvarchar('MAX', 'BankDetails', 'Bank associated with the location or cashout'));
export const channelName = recurring(nvarchar('MAX', 'ChannelName', "Channel the row's location belongs to"));
export const companyID = recurring(wholeNumber('CompanyID', 'Company entity id'));
export const country = recurring(varchar(50, 'Country', 'Country'));
export const districtID = recurring(int('DistrictID', 'District id in RQ'));
export const districtName = recurring(nvarchar('MAX', 'DistrictName', "District the row's location belongs to"));
export const glCode = recurring(varchar(100, 'GLCode', 'General ledger code of the location'));
export const location = recurring(nvarchar('MAX', 'Location', 'Location name'));
export const locationEntityID = recurring(int('LocationEntityID', 'Entity Store id of the location'));
export const locationName = recurring(nvarchar('MAX', 'LocationName', 'Location name'));
export const plainCity = recurring(string('City', 'City'));
export const plainStoreID = recurring(wholeNumber('StoreID', 'RQ store id'));
export const plainStoreName = recurring(string('StoreName', 'Location name'));
export const postalCode = recurring(varchar(15, 'PostalCode', 'Zip/postal code'));
export const preferredEndpoint = recurring(string('PreferredEndpoint', 'Nearest service address for that database'));
export const province = recurring(varchar(50, 'Province', 'State/province'));
export const regionID = recurring(int('RegionID', 'Region id in RQ'));
export const regionName = recurring(nvarchar('MAX', 'RegionName', "Region the row's location belongs to"));
export const storeID = recurring(int('StoreID', 'RQ store id'));
export const storeName = recurring(nvarchar('MAX', 'StoreName', 'Location name'));
export const storeTypeName = recurring(nvarchar('MAX', 'StoreTypeName', 'Location type'));

/** Where in the company tree a row's location is. */
export function tree(district: Example, region: Example, channel: Example): Column[] {
  return [districtName(district), regionName(region), channelName(channel)];
}

/** A store by id and name. */
export function store(id: Example, name: Example): Column[] {
  return [storeID(id), storeName(name)];
}
