import assert from 'node:assert/strict';
import {
  endpointById,
  hasRecords,
  isEmail,
  isFile,
  isResponseFormat,
  type ResponseFormat,
  responses,
  sharedParameters,
  sharedParametersOf,
} from '../../nodes/catalogue';

const all = responses.map((response) => response.value);

function namesFor(response: ResponseFormat): string[] {
  return sharedParameters.filter((each) => each.appliesTo.includes(response)).map((each) => each.name);
}

describe('the nine responses', () => {
  it('have a value and a label each', () => {
    assert.equal(new Set(all).size, 9);
    assert.equal(new Set(responses.map((response) => response.label)).size, 9);
  });

  it('are known by their exact spelling', () => {
    assert.ok(all.every(isResponseFormat));
    assert.ok(!isResponseFormat('json'));
    assert.ok(!isResponseFormat('toString'));
  });

  it('go out by e-mail where the name says so', () => {
    assert.deepEqual(all.filter(isEmail), ['Csv.Email', 'Xml.Email', 'Excel.Email']);
  });

  it('are files for Csv, Xml and Excel, also by e-mail', () => {
    assert.deepEqual(all.filter(isFile), ['Csv', 'Xml', 'Excel', 'Csv.Email', 'Xml.Email', 'Excel.Email']);
  });

  it('hold records unless they are a workbook or go out by e-mail', () => {
    assert.deepEqual(all.filter(hasRecords), ['Json', 'JsonDataTable', 'Csv', 'Xml', 'XmlDataTable']);
  });
});

describe('the shared parameters', () => {
  it('are few for Json', () => assert.deepEqual(namesFor('Json'), ['Response', 'LanguageCode', 'CompanyID']));

  it('include the file for Csv', () => {
    const names = ['Response', 'CSV.Delimiter', 'CSV.FileExtension', 'CSV.Headers', 'Filename'];
    assert.deepEqual(namesFor('Csv'), [...names, 'LanguageCode', 'CompanyID']);
  });

  it('include the e-mail for Excel.Email, and need its recipient', () => {
    const names = ['Response', 'Email.To', 'Email.Cc', 'Email.Subject', 'Email.Compress', 'Filename'];
    assert.deepEqual(namesFor('Excel.Email'), [...names, 'LanguageCode', 'CompanyID']);
    const needed = sharedParameters.filter((each) => each.requiredThere);
    assert.deepEqual(
      needed.map((each) => each.name),
      ['Email.To'],
    );
    assert.deepEqual(needed[0]?.appliesTo, all.filter(isEmail));
  });

  it('leave out what an endpoint describes itself, in whatever case', () => {
    const names = (id: string) => sharedParametersOf(endpointById(id)!).map((each) => each.name);
    assert.equal(names('session').length, sharedParameters.length);
    assert.deepEqual(
      sharedParameters.map((each) => each.name).filter((name) => !names('version').includes(name)),
      ['CompanyID'],
      'who needs no sign-in says no company',
    );
    assert.ok(!names('partner-envysion-cash-ins').includes('CompanyID'));
    assert.ok(!names('invoice-history').includes('LanguageCode'));
    assert.ok(names('invoice-history').includes('CompanyID'));
  });
});
