"""Answers to questions: what, which, where, how, who, in Spanish."""

TEXTS = {
    "what.is": (
        "La autenticación de dos factores añade una segunda cerradura a su cuenta. Su contraseña sigue igual, y después "
        "escribe un código de 6 dígitos de una aplicación de su teléfono. Quien robe su contraseña no podrá entrar "
        "sin su teléfono. No evita todos los engaños, así que nunca diga un código a nadie.\n\n"
        "Su consultorio decide si la activa. Cuando usted la configure, se le pedirá cada vez que inicie sesión."
    ),
    "app.which": (
        "Use Google Authenticator de la App Store o de Google Play. También sirve cualquier otra aplicación de "
        "autenticación con códigos de 6 dígitos que cambian cada 30 segundos.\n\n"
        "Va en un teléfono o una tableta, no en una computadora. No ofrecemos códigos por mensaje de texto ni por "
        "correo, ni llaves físicas. Una vez configurada, la aplicación funciona sin red."
    ),
    "sign_in.how": (
        "Escriba su correo y contraseña como siempre. Luego el sitio pide el 6-digit Token: abra la aplicación del "
        "teléfono, escriba el código de ThoroughCare y pulse Verify Token. Cambia cada 30 segundos, así que tome uno "
        "nuevo cada vez. Sin su teléfono, elija Use a recovery token."
    ),
    "sign_in.how_not_set_up": (
        "Escriba su correo y contraseña y pulse Sign in. Usted no ha configurado la autenticación de dos factores, así que "
        "no se pide nada más. Cuando la configure, también escribirá el 6-digit Token de su aplicación y pulsará "
        "Verify Token."
    ),
    "sign_in.then": "¿Algo no le funciona? Elíjalo aquí o escríbame.",
    "settings.where": (
        "Haga clic en su nombre, arriba a la derecha, y luego en Settings. En la página Account Settings, "
        "Two Factor Authentication está en el centro."
    ),
    "settings.where_not_yet": (
        "Haga clic en su nombre, arriba a la derecha, y luego en Settings. En la página Account Settings, "
        "Two Factor Authentication está en el centro. Todavía no puede configurarla, porque no está activada en su "
        "consultorio."
    ),
    "settings.sign_in_first": (
        "Primero inicie sesión. Luego haga clic en su nombre, arriba a la derecha, y elija Settings. En la página "
        "Account Settings, Two Factor Authentication está en el centro."
    ),
    "other.refused": (
        "Eso tiene que hacerlo la persona dueña de la cuenta. El código demuestra que quien está ante el teclado es "
        "esa persona, así que nadie debe configurarlo por otra ni guardar sus códigos. "
        "Dígale que inicie sesión y abra el chat de ayuda: yo le guío paso a paso."
    ),
    "group.rule": (
        "La autenticación de dos factores es de la persona, no del consultorio. Cuando la haya configurado, se le pide un "
        "código en todos los consultorios donde trabaja, también en los que no la activaron. Se configura una sola vez."
    ),
    "group.rule_with_yours": (
        "La autenticación de dos factores es de la persona, no del consultorio. Se configura una sola vez.\n\n{yours}"
    ),
    "group.you_are_asked": (
        "Usted la tiene configurada, así que se le pide un código en todos: {practices}. "
        "También donde el consultorio no la activó."
    ),
    "group.you_would_be_asked": (
        "Cuando la haya configurado, se le pedirá un código en todos: {practices}. "
        "También donde el consultorio no la activó."
    ),
    "off.sign_in_first": (
        "Puede desactivarla para usted en Account Settings, con la sesión iniciada. Pide su contraseña y un código o un token de recuperación. "
        "Nadie puede desactivarla por usted en un chat."
    ),
    "off.nothing": "Usted no ha configurado la autenticación de dos factores, así que no hay nada que desactivar.",
    "off.where": (
        "Puede desactivarla para usted en Account Settings, en Two Factor Authentication. Pide su contraseña y un "
        "código o un token de recuperación. Sin ella es más fácil entrar en su cuenta. Yo no puedo desactivarla por usted."
    ),
    "off.practice": (
        "Para todo un consultorio, solo el equipo de ThoroughCare puede desactivarla, y dos personas deben estar de "
        "acuerdo. Quien la haya configurado la conserva. Si la quiere desactivar, hable con una persona."
    ),
}
