import MailComposer from 'nodemailer/lib/mail-composer';

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export interface Sender {
  readonly address: string;
  readonly name: string | null;
  readonly replyTo: string | null;
}
/** A letter as bytes (P.11): plain and HTML, marked as written by a program, with a way out where it comes again and again. */
export function compose(letter: Letter, sender: Sender, to: string, id: string, at: Date, unsubscribe: string | null): Promise<Buffer> {
  return new MailComposer({
    from: { name: sender.name ?? '', address: sender.address },
    to,
    ...(sender.replyTo === null ? {} : { replyTo: sender.replyTo }),
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    messageId: id,
    date: at,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(unsubscribe === null ? {} : { 'List-Unsubscribe': `<${unsubscribe}>` }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
/** Known before the relay is spoken to, so that its receipt finds the message again. */
export const messageIdOf = (id: string, sender: string): string => `<${id}@${sender.split('@').at(-1) ?? 'localhost'}>`;
