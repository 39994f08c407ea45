"""Words of both languages that stand where a practice's name could stand ("for everyone", "en toda la clínica").

Folded: lower case, no accents. A word that is missing here costs one needless sentence, never a wrong request.
"""

PLACES = frozenset(
    # a place of work by its kind; behind a name it says that the name is one of a practice
    "practice practices clinic clinics office offices site sites location locations org orgs organization organisation "
    "account accounts company branch branches department group center centre centers campus building place team staff "
    "practica practicas clinica clinicas consultorio consultorios consulta consultas oficina oficinas sede sedes sitio "
    "sitios centro centros cuenta cuentas empresa sucursal sucursales equipo grupo lugar hospital personal".split()
)
FIELDS = frozenset(
    # what a practice does, as part of its name
    "medicine medical family pediatrics paediatrics cardiology orthopedics orthopaedics dermatology neurology oncology "
    "urology gynecology obstetrics psychiatry radiology surgery dental dentistry health healthcare wellness care "
    "physicians internists associates partners primary internal hospital clinic urgent eye vision therapy rehab "
    "medicina familiar pediatria cardiologia ortopedia dermatologia neurologia oncologia urologia ginecologia "
    "psiquiatria radiologia cirugia salud medicos clinica".split()
)
VAGUE = frozenset(
    # too common to stand for one practice alone
    "medicine medical family health healthcare wellness care primary internal associates partners hospital clinic clinica "
    "medicina familiar salud medicos".split()
)
EVERYDAY = frozenset(
    # whom and what for
    "everyone everybody anyone anybody someone somebody those them themselves myself yourself ourselves yours ours mine "
    "nobody users user client clients people person members member admins admin nurses nurse doctors doctor physician providers provider "
    "clinicians employees workers workforce colleagues partners patients patient biller billers billing front desk "
    "reception managers manager owner director boss lady guys folks crew bunch this that these those there here home "
    "work where what which whom each every both many most some several other others another more same whole hole entire every such everything something wrong right "
    "three four five seven eight nine twelve twenty half your their our her his its "
    # what it is about
    "login logins logging signing sign access security safety compliance audit auditors auditor insurance carrier "
    "hipaa medicare thoroughcare google microsoft authenticator authentication verification activation activating "
    "enabling enrolling two-factor factor phone phones computer tablet code codes token tokens number email password "
    "passwords settings setting account page general service services system systems app apps data charts records "
    "ehr remote cloud vendor software support help information details request requests approval activate enable "
    "enabled activated getting turning switching setting adding using doing making having being set "
    # when and how
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday morning week weeks month months "
    "year years january february march april june july august september october november december now once last "
    "least first second third next soon before after again real sure good free peace hours minutes time times while "
    "starting please thanks thank advance case general order place part fact lieu accordance response regards "
    "more detail touch charge effect error queue force "
    "main front back new old small little busy different separate multiple certain particular "
    "everywhere anywhere immediately already quickly soonest across within only also just then with without from into until because since when need needs want wants does have will would "
    "could should can cannot they you she him hers please asap hello morning dear hey okay "
    # a quien y para que
    "todos todas todo toda ambos ambas otros otras otro otra nosotros nosotras ellos ellas ustedes vosotros usted "
    "nuestra nuestro nuestras nuestros cada cual esta este estos estas esto ese esa esos esas aqui alla alli ahi "
    "donde quien quienes varios varias ningun ninguna alguien todito dos tres cuatro cinco seis siete ocho nueve diez "
    "usuarios usuario gente enfermeras enfermeros enfermera medicos medico doctores doctora doctoras doctor jefa jefe "
    "empleados empleadas trabajadores pacientes paciente miembros companeros plantilla administradores "
    # de que se trata
    "seguridad acceso sesion cuenta doble factores factor pasos codigo codigos telefono celular movil correo "
    "contrasena sistema aplicacion activar activarlo activarla habilitar habilitarlo poner ponerlo pedir pedirlo "
    "solicitar entrar usar tener hacer hacerlo configurar auditoria seguro poliza general respuesta relacion "
    "verificacion autenticacion contacto marcha vigor conjunto duda caso solicitud solicitudes revision informacion serio "
    # cuando y como
    "pronto rapido inmediatamente dondequiera partes hoy ayer atras manana ahora cuanto cuando antes despues enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre lunes martes miercoles jueves viernes sabado domingo semana mes favor gracias siempre "
    "entero entera completo completa principal nuevo nueva mismo misma cuanto una unos unas solo tambien hola buenas "
    "buenos dias tardes senor senora".split()
)
