import { instant, string, wholeNumber } from './column-types';
import { employeeMasterList } from './employees';
import { type Entry, endpointsOf, type Feed, feedOf, keyOf } from './entry';
import { partnerCompany } from './groups';
import { locationMasterList } from './operations';
import { productDetail } from './sales';
import * as shared from './shared-columns';

const ofPartner = (report: Entry, feed: Feed): Entry =>
  feedOf(report, partnerCompany('CompanyID'), 'For one company of a partner.', feed);

export const partner = endpointsOf('partner', [
  {
    id: 'partner-dealer-relationships',
    title: 'Dealer relationships',
    path: null,
    pathEvidence: 'unknown',
    pathCandidates: ['/partner/dealerrelationships'],
    description:
      'Nodes of the company tree (regions, districts, channels, locations) that the partner may read. A company with several such nodes has several rows.',
    key: keyOf('CompanyID', 'LocationEntityID'),
    parameters: [],
    columns: [
      shared.companyID(14146),
      string('CompanyName', 'Company name', 'KENTEL'),
      wholeNumber('LocationEntityID', 'Entity Store id of the node', 14192),
      string('LocationName', 'Node name', 'Region A'),
    ],
    sources: ['current-docs'],
  },
  ofPartner(employeeMasterList, {
    id: 'partner-employee-master-list',
    title: 'Employee master list',
    label: 'Partner employees',
    path: '/partner/reports/employeemasterlistreport',
    pathEvidence: 'observed',
    sources: ['client-code'],
  }),
  ofPartner(locationMasterList, {
    id: 'partner-location-master-list',
    title: 'Location master list',
    label: 'Partner locations',
    path: '/partner/reports/locationmasterlistreport',
    pathEvidence: 'observed',
    sources: ['client-code'],
  }),
  ofPartner(productDetail, {
    id: 'partner-product-detail',
    title: 'Product detail',
    label: 'Partner product detail',
    path: '/partner/reports/productdetailreport',
    pathEvidence: 'observed',
    sources: ['client-code'],
  }),
  {
    id: 'partner-relationships',
    title: 'Partner relationships',
    path: '/partner/relationships',
    pathEvidence: 'documented',
    description:
      'Companies that have contracted with the calling partner. Every other partner request takes the CompanyID; PreferredEndpoint is the service address to use for the company.',
    key: keyOf('CompanyID'),
    parameters: [],
    columns: [
      shared.companyID(521528),
      string('CompanyName', 'RQ database name', 'KentelRC'),
      string('DoingBusinessAs', 'Trading name', 'Kentel'),
      shared.preferredEndpoint('https://dataconnectrc-useast.iqmetrix.net'),
      instant('DateCreatedUTC', 'When the relationship was created, UTC', '2019-03-19T19:51:09.763'),
    ],
    sources: ['current-docs'],
  },
]);
