"""Spanish. Palabras sencillas y trato de usted; the product's labels stay English."""

TEXTS: dict[str, str] = {
    "feedback.question": "¿Respondió esto a su pregunta?",
    "feedback.yes": "Sí",
    "feedback.no": "No",
    "feedback.rated_yes": "Usted dijo que esto respondió a su pregunta.",
    "feedback.rated_no": "Usted dijo que esto no respondió a su pregunta.",
    "message.chosen": "Usted eligió: {label}",
    "message.more": "Hay más de lo que cabe aquí. Lo encuentra todo en Account Settings.",
    "message.choose": "Elija una opción",
    "message.numbers": "{first} a {last}",
    "staff.line": "{name}, de ThoroughCare",
    "staff.line_unnamed": "ThoroughCare",
    "card.set_up": "La configuración sigue en su página privada. En Slack nunca se muestra nada secreto.",
    "card.new_tokens": "Los diez tokens nuevos se obtienen en su página privada. Nunca se muestran en Slack.",
    "card.open_set_up": "Abrir mi configuración",
    "card.open_new_tokens": "Obtener tokens nuevos",
    "button.settings": "Abrir Account Settings",
    "button.answer": "Contestar la pregunta",
    "button.withdraw": "Retirar la solicitud",
    "button.keep": "Dejarla",
    "button.ask": "Activar 2FA en mi consultorio",
    "button.ask_here": "Pedir 2FA",
    "button.ask_again": "Pedir otra vez",
    "button.set_up": "Configurar 2FA para mí",
    "button.resume": "Seguir donde estaba",
    "button.link": "Vincular mi cuenta",
    "button.site": "Abrir el sitio",
    "ask.title": "Activar 2FA",
    # These two are fixed names, the same for everybody who reads or operates a screen.
    "ask.send": "Send request",
    "ask.not_now": "Not now",
    "ask.close": "Cerrar",
    "ask.practice": "Consultorio",
    "ask.choose": "Elija un consultorio",
    "ask.numbers": "Consultorios {first} a {last}",
    "ask.intro": "Usted pide a ThoroughCare que active la autenticación de dos factores (2FA). Allí decide una persona.",
    "ask.note": "Nota para el equipo de ThoroughCare",
    "ask.note_hint": "Nunca escriba aquí una contraseña, un código ni nada sobre un paciente.",
    "ask.whom": "Elija un consultorio para ver a quién afecta.",
    "ask.touches": (
        "En {practice} trabajan {members} personas: {names}. Cuando se apruebe, cada una podrá configurarla. "
        "Quien la haya configurado escribirá un código de 6 dígitos cada vez que inicie sesión, en todos los "
        "consultorios donde trabaje."
    ),
    "ask.touches_one": (
        "En {practice} trabaja una persona: {names}. Cuando se apruebe, se podrá configurar. "
        "Quien la haya configurado escribirá un código de 6 dígitos cada vez que inicie sesión, en todos los "
        "consultorios donde trabaje."
    ),
    "ask.shared": "{shared} de ellas trabajan también en otros consultorios.",
    "ask.shared_one": "Una de ellas trabaja también en otros consultorios.",
    "ask.set_up": "{set_up} ya la configuraron.",
    "ask.set_up_one": "Una ya la configuró.",
    "ask.joins": "{name} ya lo pidió el {asked_on}. Su nombre se añade a esa solicitud.",
    "ask.open": "{name} ya lo pidió",
    "ask.mine": "Usted ya lo pidió",
    "ask.not_admin": (
        "Solo un administrador del consultorio puede pedir a ThoroughCare que active la autenticación de dos factores. "
        "Pídaselo a una de estas personas:"
    ),
    "ask.admins_of": "{practice}: {names}",
    "ask.no_admin_of": "{practice} no tiene administrador en nuestros registros.",
    "ask.no_practice": "No encuentro ningún consultorio donde usted trabaje, así que no hay nada que pedir.",
    "ask.all_on": "La autenticación de dos factores ya está activada en todos los consultorios que usted administra.",
    "ask.and_more": "Y {more} consultorios más.",
    "error.choose": "Elija un consultorio, por favor.",
    "error.not_admin": "Ahora usted no es administrador de ese consultorio, así que no se envió.",
    "error.already_on": "Allí la autenticación de dos factores ya está activada.",
    "error.already_asked": "Usted ya lo pidió para este consultorio. Con una solicitud basta.",
    "error.too_long": "Use como máximo {most} caracteres, por favor.",
    "error.empty": "Escriba algo aquí, por favor.",
    "error.secret": "Esto contiene algo secreto. Quítelo, por favor: no debe estar en Slack.",
    "error.closed": "Esa pregunta ya no está abierta, así que no se envió.",
    "answer.title": "Contestar la pregunta",
    "answer.send": "Enviar respuesta",
    "answer.question": "Antes de decidir sobre {practice}, el equipo de ThoroughCare pregunta:",
    "answer.field": "Su respuesta",
    "request.title": "2FA para {practice}",
    "request.asked": "{name} la pidió el {asked_on}.",
    "request.pending": "El equipo de ThoroughCare todavía no ha decidido. Allí decide una persona.",
    "request.more_information": "Antes de decidir, el equipo de ThoroughCare pregunta:",
    "request.approved": (
        "Decisión de {by}: aprobada. Todas las personas que trabajan allí ya pueden configurarla en su Account Settings."
    ),
    "request.declined": "Decisión de {by}: no aprobada. El motivo:",
    "request.declined_for_members": "Decisión de {by}: no aprobada.",
    "request.withdrawn": "La solicitud fue retirada. No cambió nada para nadie.",
    "request.refused": (
        "No se pudo aprobar, porque la persona que la pidió ya no administra el consultorio. "
        "Un administrador actual puede pedirla otra vez."
    ),
    "request.decided_on": "Se decidió el {decided_on}.",
    "request.team": "el equipo de ThoroughCare",
    "request.withdraw_title": "¿Retirar la solicitud?",
    "request.withdraw_text": "El equipo de ThoroughCare no decidirá sobre ella. Puede pedirla otra vez cuando quiera.",
    "state.pending": "espera una decisión",
    "state.more_information": "espera su respuesta",
    "state.approved": "aprobada",
    "state.declined": "no aprobada",
    "state.withdrawn": "retirada",
    "state.refused": "no se pudo aprobar",
    "guide.title": "Configurar la autenticación de dos factores",
    "guide.step_app": "Paso 1: la aplicación en su teléfono",
    "guide.step_scan": "Paso 2: escanear el código QR o escribir el secret code",
    "guide.step_confirm": "Paso 3: contraseña actual y código de 6 dígitos",
    "guide.step_tokens": "Por último: guardar sus Recovery Tokens",
    "guide.mark_done": "✓ {step} (hecho)",
    "guide.mark_now": "▸ {step} (usted está aquí)",
    "guide.mark_next": "○ {step}",
    "guide.not_activated": "Todavía no está activada en su consultorio, así que no hay nada que configurar.",
    "guide.start": (
        "Instale una aplicación de autenticación en su teléfono o tableta, por ejemplo Google Authenticator. "
        "Luego siga con el paso 2: su código QR está en su página privada, nunca en Slack."
    ),
    "guide.opened": "Su página de configuración está abierta. Pulse allí Continue to Step 2 y aparecerá su código QR.",
    "guide.qr_issued": (
        "Su código QR está en su página privada. Escanéelo con la aplicación. "
        "Luego escriba debajo su contraseña actual y el código de 6 dígitos."
    ),
    "guide.refused": "El último código no se aceptó: {sentence}",
    "guide.enabled": "La autenticación de dos factores está activada. Guarde sus Recovery Tokens y pulse Ok, Got it!",
    "guide.done": "Todo listo. Al iniciar sesión se pide el código de 6 dígitos, en todos los consultorios donde trabaja.",
    "guide.follows": "Esta tarjeta sigue sola su configuración. Guarda su lugar, también durante días.",
    "guide.continue": "Continue to Step 2",
    "guide.open_page": "Abrir mi configuración",
    "guide.show_code": "Mostrar mi código QR",
    "guide.enter": "Escribir contraseña y código",
    "guide.save_tokens": "Guardar mis Recovery Tokens",
    "home.title": "Ayuda con 2FA",
    "home.hello_name": "Hola, {name}. Así está su autenticación de dos factores (2FA).",
    "home.hello": "Así está su autenticación de dos factores (2FA).",
    "home.me": "Usted",
    "home.live": "La tiene configurada desde el {since}. Tokens de recuperación sin usar: {left}.",
    "home.locked": (
        "Se rechazaron demasiados códigos, así que los códigos de su aplicación están bloqueados. "
        "Inicie sesión con un token de recuperación o hable con una persona."
    ),
    "home.not_saved": "Todavía no nos ha dicho que guardó sus Recovery Tokens.",
    "home.few_tokens": "Es hora de obtener tokens de recuperación nuevos.",
    "home.pending": "Su configuración está empezada y le espera.",
    "home.not_set_up": "Todavía no la ha configurado. Son unos tres minutos y necesita su teléfono.",
    "home.not_activated": "No está activada en ningún consultorio donde trabaja, así que no hay nada que configurar.",
    "home.rule_title": "¿Por qué se me pide un código aquí?",
    "home.rule_live": (
        "Porque usted la tiene configurada. La autenticación de dos factores es de la persona, así que se le pide "
        "en todos los consultorios donde trabaja, también en los que no la activaron."
    ),
    "home.rule_on": (
        "Todavía no se le pide. Cuando la haya configurado, se le pedirá en todos los consultorios donde trabaja, "
        "porque la autenticación de dos factores es de la persona. Está activada en: {practices}."
    ),
    "home.rule_off": "No se le pide, porque ningún consultorio suyo la activó y usted no la ha configurado.",
    "home.practices": "Sus consultorios",
    "home.no_practices": "No encuentro ningún consultorio donde usted trabaje.",
    "home.on": "Activada desde el {since}.",
    "home.off": "No está activada.",
    "home.admin": "Usted administra este consultorio.",
    "home.admins_one": "Lo administra: {names}.",
    "home.admins": "Lo administran: {names}.",
    "home.numbers": "{set_up} de {members} personas la configuraron.",
    "home.request": "{name} la pidió el {asked_on}: {state}.",
    "home.more_practices": "Y {more} más. Los encuentra todos en Account Settings.",
    "home.ask_me": "Pregúnteme en la pestaña Mensajes, con sus propias palabras. Nunca escriba una contraseña ni un código.",
    "home.choices": "¿Qué necesita? Le contesto en la pestaña Mensajes.",
    "link.ask": (
        "Todavía no sé quién es usted en ThoroughCare. Vincule su cuenta: el botón abre el sitio de la cuenta, donde "
        "inicia sesión y confirma. Sirve una vez, durante 10 minutos."
    ),
    "link.warning": "Siga solo si usted mismo lo quería. Nadie de ThoroughCare le pide vincular una cuenta.",
    "link.old": "Este enlace ya no sirve. Use el más reciente.",
    "link.done": "Su cuenta está vinculada.",
    "link.ended": (
        "Este usuario de Slack ya no está vinculado a una cuenta de ThoroughCare. Escríbame en la pestaña Messages para vincularlo otra vez."
    ),
    "refused.stranger": "Solo trabajo para personas de este espacio de trabajo, así que no puedo ayudarle aquí.",
    "refused.bot": "Solo hablo con personas, así que no contesto a otras aplicaciones.",
    "refused.team": "Esta aplicación es de otro espacio de trabajo, así que no puedo ayudarle aquí.",
    "refused.deleted": "Esta cuenta de Slack está cerrada, así que no puedo ayudarle aquí.",
    "refused.unknown": "Ahora no puedo ver quién es usted. Inténtelo otra vez en unos minutos.",
    "refused.help": "Puede pedir ayuda en el chat del sitio de ThoroughCare.",
    "pointer": "Hablemos de eso en privado: abra la pestaña Mensajes de esta aplicación. No contesto en los canales.",
    "overview.title": "Ayuda con 2FA",
    "overview.commands": (
        "/2fa request: pedir 2FA para un consultorio\n"
        "/2fa status: cómo está todo\n"
        "/2fa setup: configurarla para usted\n"
        "/2fa help: hablar conmigo\n"
        "También puede escribir una pregunta después de /2fa. Nunca escriba una contraseña ni un código."
    ),
    "status.title": "Cómo está todo",
    "answered_there": "Le contesté en la pestaña Mensajes de esta aplicación.",
    "slow.soon": (
        "Eso fue mucho de una vez, así que dejé de leer. Espere un minuto y envíe de nuevo su último mensaje."
    ),
    "slow.later": (
        "Eso fue mucho en una hora, así que dejé de leer. Escríbame de nuevo en unos {minutes} minutos."
    ),
}
