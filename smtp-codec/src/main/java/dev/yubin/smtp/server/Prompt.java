package dev.yubin.smtp.server;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Verb;
import java.util.EnumSet;
import java.util.Set;

/** What applications answer without waiting for anything, so that the event loop may ask them: the methods that they leave as they came, and what is ours. */
final class Prompt {
    private static final ClassValue<Set<Verb>> BY_CLASS = new ClassValue<>() {
        @Override
        protected Set<Verb> computeValue(Class<?> application) {
            Set<Verb> prompt = EnumSet.noneOf(Verb.class);
            if (isLeft(application, "mail", SmtpPeer.class, Mail.class)) {
                prompt.add(Verb.MAIL);
            }
            if (isLeft(application, "rcpt", SmtpPeer.class, Envelope.class, Rcpt.class)) {
                prompt.add(Verb.RCPT);
            }
            if (application == MessageReceiver.class) {
                prompt.add(Verb.DATA);
            }
            return prompt;
        }
    };

    private Prompt() {}

    /** Whether the answer to this verb is such. */
    static boolean to(Verb verb, SmtpApplication application) {
        return BY_CLASS.get(application.getClass()).contains(verb);
    }

    private static boolean isLeft(Class<?> application, String method, Class<?>... parameters) {
        try {
            return application.getMethod(method, parameters).getDeclaringClass() == SmtpApplication.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("an application without " + method, e);
        }
    }
}
