import { isPassing, refusalOf } from '../../channels/whatsapp/refusals';
import { failureOf } from '../../channels/whatsapp/report';

/** Twilio's error dictionary, as far as a message to WhatsApp can meet it. */
test.each([
  // Who is written to.
  [63003, 'client_not_reachable', /cannot receive WhatsApp messages.*another way/],
  [63024, 'client_not_reachable', /cannot receive WhatsApp messages.*another way/],
  [63014, 'blocked_by_client', /has blocked this number, or wants no more.*does not help/],
  [63033, 'blocked_by_client', /has blocked this number, or wants no more.*does not help/],
  [63032, 'blocked_by_client', /he has blocked this number, or WhatsApp limits.*does not help/],
  [30004, 'blocked_by_client', /has blocked this number/],
  [21610, 'opted_out', /STOP.*START/],
  [63015, 'not_in_sandbox', /“join”/],
  [30003, 'client_unreachable_now', /Send it again later/],
  [21211, 'client_not_found', /no number that WhatsApp messages can be sent to/],
  [21268, 'client_not_found', /no number that WhatsApp messages can be sent to/],
  [21408, 'country_not_enabled', /Geographic Permissions/],
  [21266, 'same_number', /itself/],
  [63031, 'same_number', /itself/],
  // What is written.
  [63016, 'window_closed', /24 hours/],
  [63026, 'taken_for_spam', /taken for spam.*other words.*stopped again/],
  [30007, 'taken_for_spam', /taken for spam/],
  [63005, 'content_refused', /content of this message/],
  [63006, 'content_refused', /content of this message/],
  [63013, 'content_refused', /against its rules/],
  [63021, 'content_refused', /content of this message/],
  [63030, 'content_refused', /content of this message/],
  [63019, 'file_not_fetched', /SiteUrl/],
  [63034, 'file_too_big', /smaller/],
  [21617, 'text_too_long', /1,600/],
  [21619, 'text_empty', /without text or file/],
  [21623, 'too_many_attachments', /one file/],
  // Templates.
  [63027, 'template_language', /in this language/],
  [63028, 'template_variables', /variables are not filled in/],
  [21656, 'template_variables', /variables are not filled in/],
  [21658, 'template_variables', /longer than WhatsApp allows.*Shorten/],
  [63029, 'template_not_loaded', /could not load this template/],
  [63040, 'template_unavailable', /rejected, paused or disabled/],
  [63041, 'template_unavailable', /rejected, paused or disabled/],
  [63042, 'template_unavailable', /rejected, paused or disabled/],
  [63049, 'marketing_limit', /marketing template.*another day/],
  [63062, 'marketing_terms', /terms.*WhatsApp Manager/],
  [21654, 'template_unknown', /no such template/],
  [21655, 'template_unknown', /no such template/],
  // Who writes.
  [63001, 'sender_not_enabled', /WhatsApp Senders/],
  [63002, 'sender_not_enabled', /WhatsApp Senders/],
  [63007, 'sender_not_enabled', /WhatsApp Senders/],
  [63008, 'sender_not_enabled', /WhatsApp Senders/],
  [63022, 'sender_not_enabled', /WhatsApp Senders/],
  [21657, 'sender_not_enabled', /WhatsApp Senders/],
  [21659, 'sender_not_enabled', /WhatsApp Senders/],
  [21660, 'sender_not_enabled', /WhatsApp Senders/],
  [63020, 'business_account', /Meta Business Manager/],
  [63051, 'business_account_locked', /locked.*Twilio’s support/],
  [30002, 'account_suspended', /suspended.*balance/],
  [20010, 'account_suspended', /suspended.*balance/],
  [21608, 'trial_account', /trial/],
  [21609, 'site_not_reachable', /SiteUrl/],
  // How much.
  [63018, 'too_fast', /no more messages of this number.*tomorrow/],
  [63017, 'too_fast', /in a minute/],
  [20429, 'too_fast', /in a minute/],
  [14107, 'too_fast', /in a minute/],
  [21611, 'too_fast', /in a minute/],
  [30001, 'too_fast', /in a minute/],
  [63038, 'daily_limit', /tomorrow/],
  // Faults.
  [63009, 'fault_of_whatsapp', /Send it again/],
  [63010, 'fault_of_whatsapp', /Send it again/],
  [63011, 'fault_of_whatsapp', /Send it again/],
  [63012, 'fault_of_whatsapp', /Send it again/],
  [63023, 'fault_of_whatsapp', /Send it again/],
  [63037, 'fault_of_whatsapp', /Send it again/],
  [30008, 'fault_of_whatsapp', /Send it again/],
  [30410, 'delivery_unknown', /nobody knows.*Ask him before/],
])('Twilio’s number %i is %s, in an answer and in a report', (number, code, reason) => {
  expect(refusalOf(number, 'as Twilio says')).toEqual({ code, reason: expect.stringMatching(reason) });
  expect(failureOf('undelivered', number, '')).toEqual({ code, reason: expect.stringMatching(reason) });
});

test('a number without words of ours keeps Twilio’s, and leads to its dictionary', () => {
  const { code, reason } = refusalOf(21999, 'Something new happened.');
  expect(code).toBe('refused_by_twilio');
  expect(reason).toMatch(
    /^Twilio refused it \(error 21999\): Something new happened\. .*twilio\.com\/docs\/api\/errors\.$/,
  );
  expect(refusalOf(63999, '').reason).toMatch(/^Twilio refused it \(error 63999\)\. .*dictionary/);
  expect(refusalOf(null, 'No number').reason).toBe('Twilio refused it: No number.');
});

test.each([
  [20429, true],
  [63017, true],
  [63018, true],
  [14107, true],
  [21611, true],
  [30001, true],
  [63014, false],
  [63016, false],
  [63026, false],
  [63032, false],
  [63038, false],
  [63051, false],
  [21610, false],
])('whether %i is tried again by itself: %s', (number, isTried) => {
  expect(isPassing(number)).toBe(isTried);
});
