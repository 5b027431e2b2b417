import { newerPage } from './newer-page';

/** A template of the Content API. */
export interface StandInTemplate {
  sid: string;
  name: string;
  language: string;
  body: string;
  /** With the values that stand in for what is not filled in. */
  variables: Record<string, string>;
  status: 'approved' | 'pending' | 'rejected' | 'paused' | 'unsubmitted';
}

const placeholder = /\{\{(\w+)\}\}/g;

export function render({ body, variables }: StandInTemplate, given: Record<string, string>): string {
  return body.replace(placeholder, (_all, name: string) => given[name] ?? variables[name] ?? '');
}

function contentResource(accountSid: string, template: StandInTemplate) {
  const { sid, name, language, body, variables, status } = template;
  return {
    account_sid: accountSid,
    approval_requests:
      status === 'unsubmitted'
        ? {}
        : {
            allow_category_change: true,
            category: 'UTILITY',
            content_type: 'twilio/text',
            flows: null,
            name,
            rejection_reason: '',
            status,
          },
    date_created: '2026-03-01T10:00:00Z',
    date_updated: '2026-03-01T10:00:00Z',
    friendly_name: name,
    language,
    sid,
    types: { 'twilio/text': { body } },
    variables,
  };
}

export function contentPage(accountSid: string, all: StandInTemplate[], query: URLSearchParams) {
  const contents = all.map((template) => contentResource(accountSid, template));
  return newerPage(contents, { key: 'contents', address: 'https://content.twilio.com/v1/ContentAndApprovals', query });
}
