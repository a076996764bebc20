package org.affidavit.desktop.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// Every sentence on the screens, by key.
public final class Words {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("org.affidavit.desktop.messages", Locale.getDefault());

    private Words() {}

    /// All of them, for FXML.
    public static ResourceBundle bundle() {
        return BUNDLE;
    }

    /// One sentence with its places filled in, in `MessageFormat` notation.
    ///
    /// @throws java.util.MissingResourceException if there is no such key
    public static String say(String key, Object... values) {
        return new MessageFormat(BUNDLE.getString(key), Locale.getDefault()).format(values);
    }

    /// What went wrong, for people: the exception's own sentence, which names what to do.
    public static String problem(Exception problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank()
                ? say("problem.unknown", problem.getClass().getSimpleName())
                : HiddenCharacters.shown(message);
    }
}
