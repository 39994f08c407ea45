"""Answers to questions: what, which, where, how, who, in Spanish."""

TEXTS = {
    "what.is": "Es un segundo candado para su cuenta: después de la contraseña escribe un código de 6 dígitos de una aplicación de su teléfono. Quien le robe la contraseña todavía no puede entrar sin su teléfono. No evita todos los engaños, así que nunca le diga un código a nadie.",
    "app.which": "Google Authenticator, de la App Store o de Google Play, en su teléfono o tableta; también sirve cualquier aplicación con códigos de 6 dígitos. No puede ser una computadora, ni un mensaje de texto, ni un correo.",
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
    "other.refused": "No, cada persona debe hacerlo con su propia cuenta y su teléfono, porque el código demuestra quién entra. Pídale que inicie sesión y abra este chat: yo le guío paso a paso.",
    "group.rule": "Sí, en todos: cuando la haya configurado, cada consultorio donde trabaja le pide un código, también donde no está activada. La configura una sola vez.",
    "group.rule_with_yours": "{yours} Se configura una sola vez, porque es de la persona y no del consultorio.",
    "group.you_are_asked": "Sí, en todos los consultorios donde trabaja: en {practices} se le pide un código, también donde no está activada.",
    "group.you_would_be_asked": "Sí, en todos los consultorios donde trabaja: cuando la haya configurado, se le pedirá un código en {practices}, también donde no está activada.",
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
