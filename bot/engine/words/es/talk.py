"""Greeting, ways out, the hand-over to a person, removed secrets, and every button, in Spanish."""

TEXTS = {
    "home.hello_name": "Hola, {name}. Soy el bot de ayuda para la autenticación de dos factores (2FA). ¿Qué necesita?",
    "home.hello": "Hola. Soy el bot de ayuda para la autenticación de dos factores (2FA). ¿Qué necesita?",
    "home.hello_back": "Hola. Soy un bot y puedo ayudarle con la autenticación de dos factores. ¿Qué necesita?",
    "home.a_bot": "Sí, soy un bot, no una persona. Puedo ayudar con la autenticación de dos factores, o llamar a una persona.",
    "home.start_over": "De acuerdo, empezamos de nuevo. ¿Qué necesita?",
    "home.welcome": "De nada. Aquí estoy si necesita algo más.",
    "home.okay": "De acuerdo. No cambié nada. Aquí estoy si me necesita.",
    "home.yes_to_nothing": "Bien. ¿Qué quiere hacer?",
    "home.unsure": "Quiero estar seguro de que le entiendo. ¿A cuál se refiere?",
    "home.unsure_answer": "No estoy seguro de qué quiere decir, así que se lo pregunto otra vez.",
    "home.unsure_menu": "No estoy seguro de qué necesita. ¿Es algo de esto?",
    "home.out_of_scope": (
        "Solo puedo ayudar con la autenticación de dos factores, así que esto no lo puedo hacer, y no cambié nada. "
        "Quizá una persona de ThoroughCare pueda ayudarle."
    ),
    "home.stale": "Ese botón es de una pregunta anterior, así que no hice nada.",
    "home.gone": "Esa pregunta ya no está abierta, porque algo cambió mientras tanto.",
    "home.not_helped": "Siento que no le haya servido. ¿Llamo a una persona, o es algo de esto?",
    "person.coming": (
        "De acuerdo. Pasé este chat al equipo de ThoroughCare, con el paso en el que está. "
        "Una persona le contestará aquí mismo.{when} Puede cerrar el chat y volver: "
        "la respuesta le espera. Mientras tanto sigo ayudando en lo que pueda."
    ),
    "person.coming_unknown": (
        "De acuerdo. Pasé este chat al equipo de ThoroughCare. Una persona le contestará aquí mismo, en este "
        "navegador.{when} El chat sigue abierto aquí durante un día. Nunca escriba en él una "
        "contraseña ni un código. Mientras tanto sigo ayudando en lo que pueda."
    ),
    "person.still_waiting": (
        "Soy el bot. El equipo de ThoroughCare ya tiene este chat, y una persona le contestará aquí mismo.{when}"
    ),
    "person.noted": "Anotado. La persona que conteste también leerá esto. Puede añadir más cuando quiera.",
    "person.usually": " El equipo suele contestar en {usually}.",
    "person.back": " El equipo no está ahora. Vuelve {back}.",
    "person.given_back": "Soy otra vez el bot: {staff} me devolvió el chat.",
    "person.closed": (
        "{staff} ha cerrado este chat, así que habla otra vez con el bot. Lo dicho se queda aquí. "
        "Puede pedir una persona de nuevo cuando quiera."
    ),
    "slack.linked": (
        "El usuario de Slack {slack_name} quedó vinculado a su cuenta y puede pedir la autenticación de dos factores en "
        "su nombre. Si no lo hizo usted, quite el vínculo en Settings de inmediato y avísenos aquí."
    ),
    "slack.unlinked": "El usuario de Slack {slack_name} ya no está vinculado a su cuenta.",
    "floor.waiting": "Una persona de ThoroughCare le contestará aquí.{when} Puede irse y volver.",
    "floor.waiting_member": (
        "Una persona de ThoroughCare le contestará aquí.{when} Puede irse: recibirá un correo cuando haya una respuesta."
    ),
    "floor.person": "Está hablando con {staff}, de ThoroughCare.",
    "removed.warning": (
        "Quité {what} de su mensaje antes de guardarlo. "
        "Por favor, nunca escriba secretos en un chat, tampoco en este. Solo van en los formularios del sitio."
    ),
    "removed.burned": (
        "Era uno de sus tokens de recuperación, así que lo anulé enseguida, por si alguien lo vio. "
        "Sin usar le quedan: {left}. Puede obtener diez nuevos con su contraseña y un código actual."
    ),
    "removed.burned_unknown": (
        "Si era uno de sus tokens de recuperación, ya no sirve: lo anulé, por si alguien lo vio. "
        "Use otro de su lista, en el formulario."
    ),
    "removed.new_tokens": "Aquí está su tarjeta privada para diez tokens nuevos.",
    "removed.code": "un código de 6 dígitos",
    "removed.recovery_token": "un token de recuperación",
    "removed.key": "una clave de configuración",
    "removed.link": "un enlace de configuración",
    "removed.password": "una contraseña",
    "removed.social_security_number": "un número de seguro social",
    "removed.record_number": "un número de historia clínica",
    "removed.other": "algo secreto",
    "article.step-1": "El artículo de configuración muestra este paso con dibujos (en inglés).",
    "article.step-2": "El artículo de configuración muestra con dibujos cómo escanear (en inglés).",
    "article.step-3": "El artículo de configuración muestra dónde va el código (en inglés).",
    "article.settings": "El artículo de configuración muestra qué hace cada persona en su propia cuenta (en inglés).",
    "article.recovery-tokens": "El artículo de configuración explica cómo guardarlos (en inglés).",
    "article.several-practices": "El artículo de configuración también lo explica (en inglés).",
    "article.signing-in": "El artículo de configuración muestra cómo se inicia sesión (en inglés).",
    "button.article": "Abrir el artículo",
    "button.recovery_token": "Usar un token de recuperación",
    "list.and": "y",
    "list.and_before_i": "e",
    "button.start_over": "Empezar de nuevo",
    "button.person": "Hablar con una persona",
    "button.not_now": "Ahora no",
    "button.settings": "Abrir Account Settings",
    # These two are fixed names, the same for everybody who reads or operates a screen.
    "button.send_request": "Send request",
    "button.send_not_now": "Not now",
    "button.withdraw": "Retirar la solicitud",
    "button.keep_request": "Dejarla",
    "button.answer": "Contestar la pregunta",
    "button.send_answer": "Enviar respuesta",
    "button.write_again": "Escribirla otra vez",
    "button.guide.begin": "Configurar 2FA ahora",
    "button.guide.start": "Tengo mi teléfono",
    "button.guide.resume": "Muéstreme el paso",
    "button.guide.scanned": "ThoroughCare está en mi aplicación",
    "button.guide.later": "Más tarde",
    "button.guide.go_on": "Seguir con la configuración",
    "button.guide.show_tokens": "Muéstreme cómo",
    "button.guide.never": "No me pregunte más",
    "button.token.have": "Tengo un token",
    "button.token.none": "No tengo ninguno",
    "button.token.have_of_two": "Tengo uno de los dos",
    "button.token.none_of_two": "No tengo ninguno de los dos",
    "button.reset.skip": "No lo puedo decir",
    "button.ask.request_activation": "Activar 2FA en mi consultorio",
    "button.ask.request_status": "¿Cómo va mi consultorio?",
    "button.ask.cancel_request": "Retirar la solicitud",
    "button.ask.start_setup": "Configurar 2FA para mí",
    "button.ask.where_is_settings": "¿Dónde está el ajuste?",
    "button.ask.which_app": "¿Qué aplicación necesito?",
    "button.ask.scan_problem": "El código QR no se escanea",
    "button.ask.code_rejected": "No acepta mi código",
    "button.ask.recovery_codes": "Tokens de recuperación",
    "button.ask.lost_phone": "Teléfono nuevo o perdido",
    "button.ask.setup_for_other": "Configurarlo para otra persona",
    "button.ask.group_practices": "Trabajo en varios consultorios",
    "button.ask.disable_2fa": "Desactivar 2FA",
    "button.ask.what_is_2fa": "¿Qué es 2FA?",
    "button.ask.sign_in_help": "¿Cómo inicio sesión?",
    "button.ask.talk_to_human": "Hablar con una persona",
    "button.ask.out_of_scope": "Otra cosa",
    "home.stopped": "De acuerdo, paramos aquí. Todavía no hay nada activado y no se pierde nada. Cuando pueda, escríbame.",
    "home.bye": "Hasta luego. Aquí estoy cuando me necesite.",
    "home.in_your_words": "Bien, ninguna de esas. Dígame en pocas palabras qué quiere hacer.",
    "home.said_that": "Sobre eso no sé más de lo que le dije. Cuénteme qué ve, o permítame llamar a una persona.",
    "home.second": "Y lo otro que preguntó:",
    "home.maybe": "¿O se refería a esto?",
    "home.what_is_wrong": "Veamos qué pasa. ¿De qué se trata?",
    "standing.unknown": "Primero inicie sesión, así puedo ver qué sigue para usted. Mientras tanto puedo ayudarle con esto.",
    "standing.live": "Todo listo: está activada para usted y sus Recovery Tokens están guardados. No hay nada que hacer.",
    "standing.tokens": "Está activada para usted. Falta una cosa: guardar sus Recovery Tokens.",
    "standing.ready": "Todavía no está activada para usted, pero ya puede configurarla. Toma unos tres minutos.",
    "standing.waiting": "Todavía no está activada. Su solicitud la tiene el equipo de ThoroughCare, y no hay nada que hacer hasta que decidan.",
    "standing.off_admin": "Todavía no está activada y nadie la ha pedido. Puede pedirla aquí para su consultorio.",
    "standing.off": "Todavía no está activada en su consultorio. Su administrador puede pedirla.",
    "person.sorry": "Lamento tantas molestias. Voy a pedir que una persona le ayude.",
    "removed.then_password": "Por favor cambie esa contraseña ahora, porque estuvo en un chat.",
    "removed.then_key": "Por favor pida un nuevo código QR en Settings, porque esa clave estuvo en un chat.",
    "removed.then_key_live": "Si esa clave es la de su teléfono, pase a un nuevo código QR en Settings, porque estuvo en un chat.",
    "foreign.password": "Aquí no puedo cambiar contraseñas, pero la página de inicio de sesión sí: le envía un enlace por correo.",
    "foreign.role_admin": "En nuestros registros usted es administrador de {practices}.",
    "foreign.role_member": "En nuestros registros usted es miembro de {practice}, no administrador. Allí administra {names}.",
    "foreign.role_unknown": "No puedo ver quién es antes de que inicie sesión. Inicie sesión y pregúnteme otra vez.",
    "foreign.patient": "Por favor no escriba aquí sobre pacientes; no lo necesito y no puedo ayudar con eso. Una persona sí puede.",
    "foreign.emoji": "Aquí estoy. ¿Qué necesita?",
    "foreign.language": "Claro, desde ahora le escribo en español.",
    "foreign.other": "No puedo ayudar con “{heard}”; solo conozco la autenticación de dos factores. Quizá una persona pueda.",
    "people.not_on": "Todavía no está activada en su consultorio, así que nadie la ha configurado.",
    "people.everybody": "No falta nadie: las {members} personas de {practice} ya la configuraron.",
    "people.missing": "{set_up} de {members} personas de {practice} ya la configuraron. Faltan: {names}.",
    "people.one_not": "No, {name} todavía no la configuró.",
    "people.one_has": "Sí, {name} ya la configuró.",
    "people.reminded": "Listo. Se lo recordé a {count} personas de {practice}.",
    "people.reminded_today": "Hoy ya se les recordó. Mañana puede recordárselo otra vez.",
    "people.nobody_to_remind": "No hay a quién recordarle: los demás pidieron no recibir recordatorios o ya la configuraron.",
    "people.page": "La página de su equipo muestra en qué paso está cada persona de {practice}.",
    "button.team": "Abrir su equipo",
    "button.remind": "Recordarles",
    "button.forgotten_password": "Pedir una nueva contraseña",
    "again.where_is_settings": "Es su propio nombre, arriba a la derecha: haga clic en él, se abre un menú y allí está Settings. El botón verde está en esa página.",
    "again.which_app": "En pocas palabras: busque Google Authenticator en la tienda de su teléfono e instálela. Es gratis.",
    "again.sign_in_help": "En pocas palabras: primero correo y contraseña, después abra la aplicación, lea el código de ThoroughCare y escríbalo.",
    "again.what_is_2fa": "En pocas palabras: después de su contraseña escribe también un código de su teléfono. Así, una contraseña robada no sirve por sí sola.",
    "again.recovery_codes": "En pocas palabras: cada uno de los 10 tokens le deja entrar una vez cuando no tiene su teléfono. Los nuevos están en Settings.",
    "again.group_practices": "En pocas palabras: la configura una vez, y todos los consultorios donde trabaja piden el código.",
    "again.disable_2fa": "En pocas palabras: solo usted puede desactivarla para sí, en Settings, con su contraseña y un código.",
    "again.setup_for_other": "En pocas palabras: cada quien la configura con su cuenta y su teléfono. Yo le guío si abre este chat.",
}
