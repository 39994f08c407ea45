"""The guided set-up, and what to do when a code, a scan or a phone fails, in Spanish."""

TEXTS = {
    "guide.sign_in_first": (
        "La autenticación de dos factores se configura con la sesión iniciada. Inicie sesión con su correo y su "
        "contraseña y abra otra vez este chat. Antes debe estar activada en su consultorio."
    ),
    "guide.offer": "¿Le guío para configurar la suya? Le tomará unos tres minutos y necesita su teléfono.",
    "guide.offered": (
        "La autenticación de dos factores ya está activada en {practice}. "
        "Puedo guiarle para configurar la suya. Le tomará unos tres minutos y necesita su teléfono."
    ),
    "guide.nudged": (
        "La configuración de su autenticación de dos factores no está terminada. ¿Seguimos? Le tomará unos tres minutos y "
        "necesita su teléfono. Si su aplicación ya muestra una entrada llamada ThoroughCare, bórrela antes: va a "
        "escanear un código QR nuevo. Solo se lo recuerdo esta vez."
    ),
    "guide.nudged_tokens": (
        "Usted tiene activada la autenticación de dos factores, pero todavía no nos ha dicho que guardó sus Recovery "
        "Tokens. Sin ellos no podrá entrar si pierde el teléfono. ¿Quiere unos nuevos que pueda guardar?"
    ),
    "guide.opted_out": "De acuerdo, no se lo ofreceré más. Cuando quiera configurarla, pídamelo.",
    "guide.ready": "Vamos a configurarla, solo para su propia cuenta. Tenga a mano su teléfono o tableta: el paso 1 es instalar allí Google Authenticator. ¿Todo listo?",
    "guide.step_1": (
        "Paso 1 de 3: la aplicación.\n"
        "En su teléfono abra la App Store o Google Play, busque Google Authenticator y toque Obtener o Instalar. "
        "También sirve cualquier otra aplicación de autenticación con códigos de 6 dígitos."
    ),
    "guide.then_1": "¿Ya tiene la aplicación? Entonces pulse Continue to Step 2 en la tarjeta para ver su código QR.",
    "guide.press_step_1": "Bien. Ahora pulse Continue to Step 2 en la tarjeta y aparecerá su código QR.",
    "guide.step_2": (
        "Paso 2 de 3: escanear.\n"
        "Abra la aplicación, toque + y elija escanear un código QR. Luego apunte el teléfono al código "
        "QR. ¿Sin cámara? Elija introducir una clave y escriba el secret code que está debajo del código QR. "
        "¿El código QR está en ese mismo teléfono? Pulse Open in authenticator app."
    ),
    "guide.then_2": "¿Ve en la aplicación una entrada llamada ThoroughCare con su correo?",
    "guide.step_3": (
        "Paso 3 de 3: comprobar que funciona.\n"
        "Justo debajo del código QR, escriba su contraseña actual y el código de 6 dígitos que la aplicación "
        "muestra ahora para ThoroughCare. Luego pulse Enable Two Factor Authentication. Por favor, no escriba ninguno de los dos aquí "
        "en el chat."
    ),
    "guide.then_3": "Cuando funcione, lo veré aquí. Si no funciona, dígamelo.",
    "guide.press_step_3": (
        "Todavía no lo veo. Pulse Enable Two Factor Authentication debajo del código QR, "
        "con su contraseña actual y el código que la aplicación muestra ahora."
    ),
    "guide.tokens": (
        "La autenticación de dos factores está activada en su cuenta.\n"
        "Lo último: guarde los Recovery Tokens que ve ahora. Cada uno le deja entrar una vez cuando no tenga su "
        "teléfono. Cópielos, descárguelos o imprímalos, y luego pulse Ok, Got it!"
    ),
    "guide.press_tokens": "Bien. Pulse Ok, Got it! debajo de los tokens, para que yo sepa que están guardados.",
    "guide.tokens_not_yet": (
        "Sin prisa, pero hágalo antes de irse. Si ya no los ve, puede obtener nuevos Recovery Tokens "
        "en Account Settings."
    ),
    "guide.card": "Aquí está su tarjeta privada de configuración.",
    "guide.refused": "{sentence}\n\nSu configuración sigue abierta: escriba el código que la aplicación muestra ahora.",
    "guide.refused_and_wait": "{sentence}\n\nSu configuración sigue abierta. Puedo mostrarle el paso otra vez.",
    "guide.finished": (
        "Todo listo. Desde ahora inicie sesión con su correo y contraseña como siempre, luego escriba el código de "
        "6 dígitos de su aplicación y pulse Verify Token. Esto vale en todos los consultorios donde trabaja."
    ),
    "guide.later": "De acuerdo. Todavía no hay nada activado y no se pierde nada. Cuando quiera seguir, escríbame: yo sé dónde estaba.",
    "guide.later_fresh": "De acuerdo, otra vez será. Todavía no hay nada activado. Escríbame cuando quiera configurarla.",
    "guide.already": (
        "Usted ya tiene la autenticación de dos factores desde el {since}. Tokens de recuperación sin usar: {left}. "
        "No hay nada que configurar."
    ),
    "guide.already_where": (
        "Para pasar a otro teléfono, obtener nuevos Recovery Tokens o desactivarla, vaya a Account Settings."
    ),
    "guide.not_yet": (
        "Todavía no puede configurarla, porque no está activada en su consultorio. Eso lo pide un administrador."
    ),
    "guide.not_yet_admin": (
        "Podrá configurarla cuando esté activada en su consultorio. Como administrador, usted puede pedirlo."
    ),
    "code.unknown": "El sitio no aceptó ese código.",
    "code.last": (
        "Su último código no se aceptó: {sentence}\n\n"
        "El código de la aplicación cambia cada 30 segundos, así que pulse el botón antes de que cambie."
    ),
    "code.last_and_wait": "Su último código no se aceptó: {sentence}",
    "code.clock": (
        "Dónde se ajusta en el teléfono:\n"
        "• iPhone: Configuración, General, Fecha y hora, Ajuste automático.\n"
        "• Android: Configuración, Sistema, Fecha y hora, Establecer hora automáticamente."
    ),
    "code.use_token": (
        "Ahora los códigos están bloqueados, pero un token de recuperación sirve, y además quita el bloqueo."
    ),
    "lost.not_set_up": (
        "Usted no ha configurado la autenticación de dos factores, así que no necesita un teléfono para entrar. "
        "Cuando tenga uno, yo le guío."
    ),
    "lost.have_token": "Un token de recuperación hace las veces del teléfono. Es uno de los diez que guardó al configurarla, como 03 y grupos de cuatro letras y números. ¿Tiene uno sin usar? Por favor, no lo escriba aquí.",
    "lost.have_token_signed_in": "Tiene la sesión abierta, así que puede pasar a un teléfono nuevo en Settings. Necesita su contraseña y un código del teléfono anterior o un Recovery Token sin usar. ¿Tiene alguno de los dos? Por favor no lo escriba aquí.",
    "lost.again": "Volviendo a su teléfono: ¿tiene un token de recuperación sin usar?",
    "lost.again_signed_in": (
        "Volviendo a su teléfono: ¿tiene un código del teléfono viejo o un token de recuperación sin usar?"
    ),
    "lost.move": "Bien. Abra Settings y elija pasar a un teléfono nuevo. Le pide su contraseña y el código o el Recovery Token. Al entrar, Use a recovery token sirve en lugar del código de 6 dígitos.",
    "lost.use_token": (
        "Bien. Inicie sesión con su correo y contraseña. Cuando el sitio pida el 6-digit Token, "
        "elija Use a recovery token y escríbalo allí. Sirve una vez. "
        "Después vaya a Account Settings y pase a su nuevo teléfono."
    ),
    "lost.use_token_now": (
        "Bien. En esta página elija Use a recovery token y escríbalo allí. Sirve una vez. "
        "Después vaya a Account Settings y pase a su nuevo teléfono."
    ),
    "lost.reset": (
        "Entonces solo el equipo de ThoroughCare puede restablecerla. Dos personas comprueban que es usted de verdad, "
        "y hay un tiempo de espera, porque un ladrón pediría lo mismo. Le pregunto ahora unas cosas, para que puedan "
        "empezar. Por favor, no escriba contraseñas ni códigos."
    ),
    "lost.not_me": (
        "Gracias por avisarnos. Se lo paso ahora mismo al equipo de ThoroughCare, como urgente. "
        "Hasta que contesten: cambie su contraseña en Account Settings y cierre allí las otras sesiones."
    ),
    "lost.not_me_unknown": (
        "Gracias por avisarnos. Se lo paso ahora mismo al equipo de ThoroughCare, como urgente. "
        "Si todavía puede iniciar sesión, cambie su contraseña en Account Settings y cierre allí las otras sesiones."
    ),
    "reset.practice": "¿En qué consultorio trabaja?",
    "reset.voucher": (
        "¿Quién de su consultorio puede confirmarnos que es usted? Lo mejor es un administrador. "
        "Llamaremos a esa persona al consultorio, así que no escriba su número."
    ),
    "reset.reachable": (
        "Última pregunta: ¿cuándo podemos llamarle a {practice}? Usamos el número que tenemos registrado, nunca uno de "
        "un chat, porque un ladrón daría el suyo."
    ),
    "reset.stopped": "De acuerdo, no pasé nada. Su cuenta queda como está. Pídamelo otra vez cuando quiera.",
    "tokens.what": (
        "Los Recovery Tokens (tokens de recuperación) hacen las veces de su teléfono. Recibe diez al configurar la "
        "autenticación de dos factores, y cada uno sirve una vez: elija Use a recovery token al iniciar sesión. "
        "Guárdelos lejos del teléfono, en papel o en un administrador de contraseñas."
    ),
    "tokens.left": "Le quedan {left} sin usar.",
    "tokens.left_one": "Le queda uno sin usar. Es hora de pedir otros nuevos.",
    "tokens.left_none": "No le queda ninguno sin usar. Por favor, obtenga otros nuevos hoy.",
    "tokens.not_saved": "Todavía no nos ha dicho que los guardó.",
    "tokens.where": (
        "Los de antes no se pueden ver otra vez. En Account Settings puede obtener diez nuevos, con su contraseña y "
        "un código actual o un token sin usar. Entonces los viejos dejan de servir."
    ),
    "guide.now_start": "¿Tiene su teléfono a mano?",
    "guide.now_1": "De vuelta al paso 1: instale la aplicación y pulse Continue to Step 2 en la tarjeta. Allí aparece su código QR.",
    "guide.now_2": "De vuelta al paso 2: escanee el código QR con la aplicación. ¿Ve ThoroughCare en la aplicación?",
    "guide.now_3": "De vuelta al paso 3: escriba su contraseña actual y el código en el formulario de la página, y pulse el botón verde.",
    "guide.now_tokens": "De vuelta a sus Recovery Tokens: guárdelos y pulse Ok, Got it!",
    "guide.press_step_1_again": "Todavía no veo el código QR de mi lado. Si arriba no hay tarjeta, abra Settings y pulse allí Continue to Step 2.",
    "guide.press_step_3_again": "De mi lado todavía no está activada. Si no encuentra el formulario, también está en Settings, debajo del código QR.",
    "guide.press_tokens_again": "Todavía no veo que estén guardados. También puede hacerlo en Settings.",
    "guide.press_person": "De mi lado sigo sin verlo. Permítame llamar a una persona que lo revise con usted.",
    "code.idea_1": "Espere un código nuevo en la aplicación y escríbalo enseguida: cada código dura 30 segundos y sirve una sola vez. Si sigue fallando, active la fecha y hora automáticas en su teléfono.",
    "code.idea_2": "Entonces puede ser otra entrada: use la más nueva llamada ThoroughCare y borre las anteriores. La hora del teléfono también debe estar bien: active la fecha y hora automáticas.",
    "scan.idea_1": "Suba el brillo de la pantalla, agrande el código QR y acerque el teléfono a un palmo. ¿Todavía nada? En la aplicación toque Ingresar clave de configuración y escriba el código secreto que está debajo del código QR.",
    "scan.idea_2": "Entonces escríbalo: en la aplicación toque +, después Ingresar clave de configuración, y copie el código secreto que está debajo del código QR, en sus grupos de cuatro. Si lee esto en el mismo teléfono, pulse Open in authenticator app.",
    "lost.have_token_stolen": "Lo siento mucho, qué mal rato. Quien tenga su teléfono todavía necesita su contraseña. ¿Tiene un Recovery Token sin usar? Por favor no lo escriba aquí.",
    "lost.have_token_signed_in_stolen": "Lo siento mucho, qué mal rato. Tiene la sesión abierta, así que podemos arreglarlo desde aquí. ¿Tiene un Recovery Token sin usar? Por favor no lo escriba aquí.",
    "guide.reminded": "Su administrador de {practice} le pide configurar la autenticación de dos factores. Yo le guío; toma unos tres minutos.",
}
